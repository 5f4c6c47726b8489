package dev.sallyport.pages;

import static dev.sallyport.pages.Samples.CODE;
import static dev.sallyport.pages.Samples.ID;
import static dev.sallyport.pages.Samples.days;
import static dev.sallyport.pages.Samples.holder;
import static dev.sallyport.pages.Samples.minutes;
import static dev.sallyport.pages.Samples.stranger;

import dev.sallyport.account.AccountViews;
import dev.sallyport.account.Proofs;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.lockdown.Lockdown;
import dev.sallyport.lockdown.LockdownViews;
import dev.sallyport.pages.Samples.Sample;
import dev.sallyport.recovery.RecoveryViews;
import dev.sallyport.stepup.Asking;
import java.util.List;

/// The pages that close every door, and those of the way back.
final class LockdownSamples {
    private static final String WHO = "kim@examplex.com";
    private static final Mistakes NOBODY = Mistakes.in("identifier", "account.mistake.identifier");

    private LockdownSamples() {}

    static List<Sample> all() {
        return List.of(
                stranger("lockdown-mail", "lockdown/by-mail", "/lockdown/by-mail/a", new LockdownViews.ByMail("a")),
                stranger("lockdown-over", "lockdown/by-mail", "/lockdown/by-mail/a", new LockdownViews.ByMail(null)),
                stranger("lockdown", "lockdown/begin", "/lockdown", begin("", Mistakes.NONE)),
                stranger("lockdown-wrong", "lockdown/begin", "/lockdown", begin("<b>", NOBODY)),
                stranger(
                        "lockdown-code",
                        "lockdown/code",
                        "/lockdown/code",
                        new LockdownViews.Code(WHO, minutes(9), true, Mistakes.NONE)),
                stranger(
                        "lockdown-code-wrong",
                        "lockdown/code",
                        "/lockdown/code",
                        new LockdownViews.Code(WHO, minutes(9), false, CODE)),
                stranger("lockdown-closed", "lockdown/closed", "/lockdown/closed", new LockdownViews.Still()),
                stranger("lockdown-trying", "lockdown/trying", "/lockdown", new LockdownViews.Trying("/lockdown")),
                holder("lockdown-centre", "lockdown/centre", "/account/lockdown", new LockdownViews.Centre(null)),
                holder("lockdown-after", "lockdown/centre", "/account/lockdown", new LockdownViews.Centre(after())),
                stranger("recovery", "recovery/begin", "/recovery", new RecoveryViews.Begin("", null, Mistakes.NONE)),
                stranger("recovery-wrong", "recovery/begin", "/recovery", new RecoveryViews.Begin("x", "{}", NOBODY)),
                stranger(
                        "recovery-code",
                        "recovery/code",
                        "/recovery/code",
                        new RecoveryViews.Code(WHO, minutes(9), false, CODE)),
                stranger("recovery-second", "recovery/second", "/recovery/second", second()),
                stranger(
                        "recovery-waiting",
                        "recovery/waiting",
                        "/recovery/waiting",
                        new RecoveryViews.Waiting(false, true, days(-3), days(-10))),
                stranger(
                        "recovery-waiting-locked",
                        "recovery/waiting",
                        "/recovery/waiting",
                        new RecoveryViews.Waiting(true, false, days(-1), days(-8))),
                stranger(
                        "recovery-password",
                        "recovery/password",
                        "/recovery/password",
                        new RecoveryViews.Ready(false, true, 15, Mistakes.in("password", "password.reason.common"))),
                stranger(
                        "recovery-unlock",
                        "recovery/password",
                        "/recovery/password",
                        new RecoveryViews.Ready(true, false, 15, Mistakes.NONE)),
                stranger("recovery-done", "recovery/still", "/recovery/done", new RecoveryViews.Still("done")),
                stranger(
                        "recovery-passkeys",
                        "recovery/still",
                        "/recovery/passkeys-only",
                        new RecoveryViews.Still("passkeys-only")),
                stranger("recovery-cancel", "recovery/cancellation", "/recovery/cancellation/a", cancellation("a")),
                stranger("recovery-over", "recovery/cancellation", "/recovery/cancellation/a", cancellation(null)),
                stranger(
                        "recovery-cancelled",
                        "recovery/cancellation",
                        "/recovery/cancellation/a",
                        new RecoveryViews.Cancellation(null, null, true)));
    }

    private static LockdownViews.Begin begin(String typed, Mistakes mistakes) {
        return new LockdownViews.Begin(typed, null, mistakes);
    }

    private static RecoveryViews.Cancellation cancellation(@org.jspecify.annotations.Nullable String token) {
        return new RecoveryViews.Cancellation(token, token == null ? null : days(-2), false);
    }

    private static RecoveryViews.Second second() {
        var asked = new Asking.Asked(
                List.of(Proofs.Kind.TOTP), null, 6, null, List.of(new Asking.Other(1, Proofs.Kind.RECOVERY_CODE)));
        return new RecoveryViews.Second(asked, 0, Mistakes.in("code", "signin.mistake.second"));
    }

    private static LockdownViews.Case after() {
        var entry = new AccountViews.Entry(
                days(2), "lock", "Signed in", "Firefox on Linux", "Berlin, Germany", "198.51.100.7", true);
        return new LockdownViews.Case(
                ID,
                days(1),
                "mail",
                new Lockdown.Closed(2, 1, 0, 1),
                List.of(
                        new LockdownViews.Asked(7, entry, false),
                        new LockdownViews.Asked(6, entry, true),
                        new LockdownViews.Asked(5, entry, null)),
                List.of(
                        new LockdownViews.Step("mailbox", null, false),
                        new LockdownViews.Step("devices", "/account/devices", true)));
    }
}
