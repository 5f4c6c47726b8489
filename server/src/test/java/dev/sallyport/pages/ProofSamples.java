package dev.sallyport.pages;

import static dev.sallyport.pages.Samples.CODE;
import static dev.sallyport.pages.Samples.ID;
import static dev.sallyport.pages.Samples.NOW;
import static dev.sallyport.pages.Samples.days;
import static dev.sallyport.pages.Samples.holder;
import static dev.sallyport.pages.Samples.minutes;
import static dev.sallyport.pages.Samples.stranger;

import dev.sallyport.account.Proofs;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.who.Secret;
import dev.sallyport.messagecode.MessageCodeViews;
import dev.sallyport.pages.Samples.Sample;
import dev.sallyport.passkey.PasskeyViews;
import dev.sallyport.recoverycode.RecoveryCodeViews;
import dev.sallyport.signin.SigninViews;
import dev.sallyport.stepup.Asking;
import dev.sallyport.stepup.StepUpViews;
import dev.sallyport.totp.TotpBindings;
import dev.sallyport.totp.TotpRule;
import dev.sallyport.totp.TotpViews;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pages of proofs: those that are kept, and those that are asked for.
final class ProofSamples {
    private static final String APPS = "/account/two-step/authenticators/";
    private static final String CODES = "/account/two-step/recovery-codes";
    private static final String PASSKEY = "{\"challenge\":\"AAAA\"}";

    private ProofSamples() {}

    static List<Sample> all() {
        return List.of(
                holder("passkeys", "passkey/passkeys", "/account/passkeys", passkeys(false, Mistakes.NONE)),
                holder("passkeys-only", "passkey/passkeys", "/account/passkeys", passkeys(true, Mistakes.NONE)),
                holder(
                        "passkeys-wrong",
                        "passkey/passkeys",
                        "/account/passkeys",
                        passkeys(false, Mistakes.in("name-" + ID, "passkey.mistake.name"))),
                holder(
                        "passkeys-refused",
                        "passkey/passkeys",
                        "/account/passkeys",
                        passkeysOfNew(Mistakes.in("add", "passkey.mistake.failed"))),
                holder("passkeys-none", "passkey/passkeys", "/account/passkeys", passkeysOfNew(Mistakes.NONE)),
                holder("passkeys-one", "passkey/passkeys", "/account/passkeys", onePasskey()),
                holder(
                        "passkey-new",
                        "passkey/new",
                        "/account/passkeys/new",
                        new PasskeyViews.New("{\"challenge\":\"AAAA\"}")),
                holder(
                        "passkey-removal",
                        "passkey/removal",
                        "/account/passkeys/" + ID + "/removal",
                        new PasskeyViews.Removal(ID, "Kitchen <b> tablet", null)),
                holder(
                        "passkey-removal-last",
                        "passkey/removal",
                        "/account/passkeys/" + ID + "/removal",
                        new PasskeyViews.Removal(ID, null, "passkey.removal.last")),
                holder(
                        "messages-off",
                        "messagecode/messages",
                        "/account/two-step/messages",
                        messages(null, List.of(number("a", true)), List.of(), Mistakes.NONE)),
                holder(
                        "messages-wrong",
                        "messagecode/messages",
                        "/account/two-step/messages",
                        messages(
                                null,
                                List.of(number("a", true)),
                                List.of(number("b", false)),
                                Mistakes.in("number", "messagecode.mistake.unproven"))),
                holder(
                        "messages-none",
                        "messagecode/messages",
                        "/account/two-step/messages",
                        messages(null, List.of(), List.of(), Mistakes.NONE)),
                holder(
                        "messages-on",
                        "messagecode/messages",
                        "/account/two-step/messages",
                        messages(number("a", true), List.of(number("b", true)), List.of(), Mistakes.NONE)),
                holder(
                        "messages-stale",
                        "messagecode/messages",
                        "/account/two-step/messages",
                        messages(number("a", false), List.of(), List.of(number("a", false)), Mistakes.NONE)),
                holder(
                        "messages-not-offered",
                        "messagecode/messages",
                        "/account/two-step/messages",
                        new MessageCodeViews.Overview(false, null, null, List.of(), List.of(), null, Mistakes.NONE)),
                holder(
                        "messages-code",
                        "messagecode/code",
                        "/account/two-step/messages/code",
                        new MessageCodeViews.Code("+49 … 78", minutes(10), false, CODE)),
                holder("two-step-off", "stepup/two-step", "/account/two-step", twoStepOff()),
                holder("two-step-on", "stepup/two-step", "/account/two-step", twoStepOn()),
                holder("totp-new", "totp/new", APPS + "new", new TotpViews.New("", Mistakes.NONE)),
                holder(
                        "totp-new-wrong",
                        "totp/new",
                        APPS + "new",
                        new TotpViews.New("\"><b>x", Mistakes.in("name", "totp.mistake.name"))),
                holder("totp-key", "totp/key", APPS + "new/key", key(Mistakes.NONE)),
                holder("totp-key-wrong", "totp/key", APPS + "new/key", key(Mistakes.in("code", "totp.mistake.code"))),
                holder(
                        "totp-removal",
                        "totp/removal",
                        APPS + ID + "/removal",
                        new TotpViews.Removal(ID, "Phone <b>", true, Mistakes.NONE)),
                holder(
                        "totp-removal-last",
                        "totp/removal",
                        APPS + ID + "/removal",
                        new TotpViews.Removal(ID, "Phone", false, Mistakes.NONE)),
                holder("codes-none", "recoverycode/codes", CODES, codes(0, false, false, Mistakes.NONE)),
                holder(
                        "codes-alone",
                        "recoverycode/codes",
                        CODES,
                        new RecoveryCodeViews.Codes(0, null, false, false, false, Mistakes.NONE)),
                holder("codes-first", "recoverycode/codes", CODES, codes(0, false, true, Mistakes.NONE)),
                holder("codes-few", "recoverycode/codes", CODES, codes(2, true, false, Mistakes.NONE)),
                holder(
                        "codes-wrong",
                        "recoverycode/codes",
                        CODES,
                        codes(10, false, false, Mistakes.in("recovery", "recoverycode.mistake"))),
                holder(
                        "codes-made",
                        "recoverycode/made",
                        CODES,
                        new RecoveryCodeViews.Made(
                                List.of("ABCDE-FGHJK-MNP", "QRSTU-VWXYZ-234"),
                                "ABCDE-FGHJK-MNP\nQRSTU-VWXYZ-234\n",
                                "account.examplex.com-recovery-codes.txt",
                                Mistakes.NONE)),
                ask("step-up-password", asked(null, null, Proofs.Kind.PASSWORD), Mistakes.NONE),
                ask("step-up-passkey", asked(PASSKEY, null, Proofs.Kind.PASSKEY), Mistakes.NONE),
                ask("step-up-code", asked(null, null, Proofs.Kind.TOTP), Mistakes.NONE),
                ask("step-up-code-wrong", asked(null, null, Proofs.Kind.TOTP), Mistakes.in("code", "stepup.mistake")),
                ask(
                        "step-up-message",
                        asked(null, null, Proofs.Kind.MESSAGE_CODE, Proofs.Kind.PASSWORD),
                        Mistakes.NONE),
                ask(
                        "step-up-message-sent",
                        asked(
                                null,
                                new Asking.Sent("+49 … 78", minutes(10)),
                                Proofs.Kind.MESSAGE_CODE,
                                Proofs.Kind.PASSWORD),
                        Mistakes.NONE),
                ask(
                        "step-up-recovery",
                        asked(null, null, Proofs.Kind.RECOVERY_CODE, Proofs.Kind.PASSWORD),
                        Mistakes.NONE),
                second("second-none", new Asking.Asked(List.of(), null, 0, null, List.of()), true, Mistakes.NONE),
                stranger("set-up", "signin/set-up", "/sign-in/set-up", new SigninViews.SetUp("", Mistakes.NONE)),
                stranger(
                        "set-up-wrong",
                        "signin/set-up",
                        "/sign-in/set-up",
                        new SigninViews.SetUp("\"><b>x", Mistakes.in("name", "totp.mistake.name"))),
                stranger(
                        "set-up-refused",
                        "signin/set-up",
                        "/sign-in/set-up",
                        new SigninViews.SetUp("", Mistakes.in("passkey", "passkey.mistake.model"))),
                stranger(
                        "set-up-key",
                        "signin/set-up-key",
                        "/sign-in/set-up/authenticator/key",
                        new SigninViews.SetUpKey(key(Mistakes.NONE))),
                stranger("set-up-codes", "signin/set-up-codes", "/sign-in/set-up", new SigninViews.SetUpCodes(null)),
                stranger(
                        "set-up-made",
                        "signin/set-up-codes",
                        "/sign-in/set-up/codes",
                        new SigninViews.SetUpCodes(new RecoveryCodeViews.Made(
                                List.of("ABCDE-FGHJK-MNP", "QRSTU-VWXYZ-234"),
                                "ABCDE-FGHJK-MNP\nQRSTU-VWXYZ-234\n",
                                "account.examplex.com-recovery-codes.txt",
                                Mistakes.NONE))),
                second("second-passkey", asked(PASSKEY, null, Proofs.Kind.PASSKEY), true, Mistakes.NONE),
                second("second-code", asked(null, null, Proofs.Kind.TOTP), true, Mistakes.NONE),
                second(
                        "second-code-wrong",
                        asked(null, null, Proofs.Kind.TOTP),
                        false,
                        Mistakes.in("code", "signin.mistake.second")),
                second(
                        "second-message",
                        asked(null, new Asking.Sent("+49 … 78", minutes(10)), Proofs.Kind.MESSAGE_CODE),
                        false,
                        Mistakes.NONE));
    }

    private static Sample ask(String name, Asking.Asked asked, Mistakes mistakes) {
        return holder(
                name,
                "stepup/ask",
                "/step-up/" + ID,
                new StepUpViews.Ask(ID, "contact-remove", "k@examplex.com", asked, 0, false, mistakes));
    }

    private static Sample second(String name, Asking.Asked asked, boolean mayTrust, Mistakes mistakes) {
        return stranger(
                name,
                "signin/second",
                "/sign-in/second",
                new SigninViews.Second(asked, 0, mayTrust, asked.sent() != null, mistakes));
    }

    private static Asking.Asked asked(
            @Nullable String passkeyOptions, Asking.@Nullable Sent sent, Proofs.Kind... kinds) {
        return new Asking.Asked(
                List.of(kinds),
                passkeyOptions,
                6,
                sent,
                List.of(
                        new Asking.Other(1, Proofs.Kind.TOTP),
                        new Asking.Other(2, Proofs.Kind.MESSAGE_CODE),
                        new Asking.Other(3, Proofs.Kind.RECOVERY_CODE)));
    }

    private static StepUpViews.TwoStep twoStepOff() {
        return new StepUpViews.TwoStep(
                false,
                true,
                List.of(),
                0,
                new StepUpViews.Codes(false, 0, null, false),
                new StepUpViews.Texting(true, false, null),
                List.of(),
                null,
                null);
    }

    private static StepUpViews.TwoStep twoStepOn() {
        return new StepUpViews.TwoStep(
                true,
                false,
                List.of(
                        new StepUpViews.App("a", "Phone <b>", days(90), days(1)),
                        new StepUpViews.App("b", "Tablet", days(3), null)),
                1,
                new StepUpViews.Codes(true, 1, days(90), false),
                new StepUpViews.Texting(true, true, "+49 … 78"),
                List.of(new StepUpViews.Trusted("d", "Firefox on Linux", days(-20))),
                "stepup.done.added",
                "/oauth2/consent/abc");
    }

    private static TotpViews.Key key(Mistakes mistakes) {
        var begun = new TotpBindings.Begun(
                "Phone",
                "ABCD EFGH JKLM NPQR STUV WXYZ 2345 67AB",
                new Secret("otpauth://totp/ExampleX:k?secret=ABCDEFGH"),
                "<svg viewBox=\"0 0 29 29\" aria-hidden=\"true\"><path d=\"M0 0h7v7h-7z\"/></svg>",
                TotpRule.Algorithm.SHA256,
                8,
                minutes(10));
        return new TotpViews.Key(
                mistakes.equals(Mistakes.NONE) ? begun : null, 8, APPS + "new/key", APPS + "new", mistakes);
    }

    private static RecoveryCodeViews.Codes codes(int left, boolean kept, boolean first, Mistakes mistakes) {
        return new RecoveryCodeViews.Codes(left, left == 0 ? null : days(30), kept, true, first, mistakes);
    }

    private static MessageCodeViews.Overview messages(
            MessageCodeViews.@Nullable Phone on,
            List<MessageCodeViews.Phone> numbers,
            List<MessageCodeViews.Phone> stale,
            Mistakes mistakes) {
        return new MessageCodeViews.Overview(
                true,
                on,
                on == null ? null : days(20),
                numbers,
                stale,
                on == null ? null : "messagecode.done.on",
                mistakes);
    }

    private static MessageCodeViews.Phone number(String id, boolean usable) {
        return new MessageCodeViews.Phone(id, "+49 … 89", usable, !usable);
    }

    private static PasskeyViews.Passkeys passkeys(boolean only, Mistakes mistakes) {
        return new PasskeyViews.Passkeys(
                List.of(
                        new PasskeyViews.One(
                                ID,
                                "Kitchen <b> tablet",
                                "Kitchen <b> tablet",
                                "Bitwarden",
                                true,
                                false,
                                days(90),
                                days(1)),
                        new PasskeyViews.One("b", null, "", null, false, true, days(3), null)),
                only,
                true,
                false,
                mistakes.any() ? null : "passkey.done.added",
                mistakes);
    }

    private static PasskeyViews.Passkeys onePasskey() {
        return new PasskeyViews.Passkeys(
                List.of(new PasskeyViews.One(ID, "Windows Hello", "", null, false, false, days(3), NOW)),
                false,
                false,
                true,
                null,
                Mistakes.NONE);
    }

    private static PasskeyViews.Passkeys passkeysOfNew(Mistakes mistakes) {
        return new PasskeyViews.Passkeys(List.of(), false, false, false, null, mistakes);
    }
}
