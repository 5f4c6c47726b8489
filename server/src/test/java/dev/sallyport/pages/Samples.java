package dev.sallyport.pages;

import dev.sallyport.account.AccountViews;
import dev.sallyport.base.http.Errors;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.notices.Channel;
import dev.sallyport.notices.DemoMailbox;
import dev.sallyport.notices.MailboxPages;
import dev.sallyport.password.PasswordViews;
import dev.sallyport.service.ServiceViews;
import dev.sallyport.session.SessionViews;
import dev.sallyport.session.SessionViews.Kind;
import dev.sallyport.signin.SigninViews;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Each page in the states that a reader can meet: first seen, sent with a mistake, empty, full, with long
/// and hostile text.
final class Samples {
    static final Instant NOW = Instant.parse("2026-03-14T09:26:53Z");

    private static final String LONG = "katharina-magdalena.von-hohenstein-breitenbach@mail.subsidiary.examplex.com";
    static final String ID = "0199f0c2-7a11-7c3e-9b1e-3f6d2a5b8c01";
    private static final Mistakes WRONG = Mistakes.in("password", "signin.mistake.wrong");
    static final Mistakes CODE = Mistakes.in("code", "account.mistake.code");

    private Samples() {}

    /// @param name what the state is called
    /// @param path where the page stands
    record Sample(String name, String template, String path, boolean signedIn, Object model) {}

    static List<Sample> all() {
        return Stream.of(
                        most(),
                        ProofSamples.all(),
                        OAuthSamples.all(),
                        ApiKeySamples.all(),
                        LockSamples.all(),
                        WithdrawalSamples.all(),
                        DestinationSamples.all(),
                        LockdownSamples.all(),
                        GenuineSamples.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Sample> most() {
        return List.of(
                stranger("sign-in", "signin/sign-in", "/sign-in", signIn("", null, Mistakes.NONE)),
                stranger(
                        "objection",
                        "account/objection",
                        "/objections/abc",
                        new AccountViews.Objection("abc", "contact-removed", days(1), false)),
                stranger(
                        "objection-closing",
                        "account/objection",
                        "/objections/abc",
                        new AccountViews.Objection("abc", "account-closing", days(1), false)),
                stranger(
                        "objection-allow-list",
                        "account/objection",
                        "/objections/abc",
                        new AccountViews.Objection("abc", "allow-list-loosened", days(1), false)),
                stranger(
                        "objection-done",
                        "account/objection",
                        "/objections/abc",
                        new AccountViews.Objection("abc", null, null, true)),
                stranger(
                        "objection-over",
                        "account/objection",
                        "/objections/abc",
                        new AccountViews.Objection("abc", null, null, false)),
                stranger(
                        "mailbox",
                        "notices/mailbox",
                        "/demo/mailbox",
                        new MailboxPages.Shown(
                                "",
                                List.of(new DemoMailbox.Mail(
                                        LONG,
                                        Channel.MAIL,
                                        "Your code",
                                        "12345678",
                                        "2026-01-01T00:00:00Z",
                                        "ABCD-EFGH")),
                                "https://account.examplex.com/")),
                stranger("sign-in-wrong", "signin/sign-in", "/sign-in", signIn(LONG, null, WRONG)),
                stranger("sign-in-attack", "signin/sign-in", "/sign-in", signIn("", "{\"a\":1}", Mistakes.NONE)),
                stranger(
                        "sign-in-unsolved",
                        "signin/sign-in",
                        "/sign-in",
                        signIn(LONG, "{\"a\":1}", Mistakes.in("altcha", "signin.mistake.puzzle"))),
                stranger(
                        "sign-in-code",
                        "signin/contact-code",
                        "/sign-in/contact-code",
                        new SigninViews.ContactCode("a…@examplex.com", minutes(10), false, false, Mistakes.NONE)),
                stranger(
                        "new-password",
                        "signin/new-password",
                        "/sign-in/new-password",
                        new SigninViews.NewPassword(LONG, "signin.renew.breached", 15, Mistakes.NONE)),
                holder(
                        "outdated",
                        "session/outdated",
                        "/account/devices/outdated",
                        new SessionViews.Outdated("Firefox 60 · Windows 7", true, "/account")),
                stranger("signed-out", "session/signed-out", "/signed-out", new SessionViews.SignedOut(false)),
                stranger("signed-out-shared", "session/signed-out", "/signed-out", new SessionViews.SignedOut(true)),
                stranger("sign-up", "account/sign-up", "/sign-up", new AccountViews.SignUp("", null, Mistakes.NONE)),
                stranger(
                        "sign-up-wrong",
                        "account/sign-up",
                        "/sign-up",
                        new AccountViews.SignUp(
                                "\"><b>x", null, Mistakes.in("identifier", "account.mistake.identifier"))),
                stranger(
                        "sign-up-code",
                        "account/sign-up-code",
                        "/sign-up/code",
                        new AccountViews.SignUpCode(LONG, minutes(10), true, CODE)),
                stranger(
                        "choose",
                        "password/choose",
                        "/sign-up/password",
                        new PasswordViews.Choose(LONG, 15, Mistakes.NONE)),
                stranger(
                        "phrase",
                        "password/phrase",
                        "/password/phrase",
                        new PasswordViews.Phrase("unhelpful-drop-down-marmalade-sixth-otter-quilt", 77)),
                holder("overview", "account/overview", "/account", overview()),
                holder("overview-new", "account/overview", "/account", overviewOfNew()),
                holder("overview-alone", "account/overview", "/account", overviewOfOneProof()),
                holder("password", "password/change", "/account/password", change(days(90), false, Mistakes.NONE)),
                holder(
                        "password-wrong",
                        "password/change",
                        "/account/password",
                        change(
                                days(90),
                                false,
                                Mistakes.in("current", "password.current.wrong")
                                        .and("password", "password.current.wrong"))),
                holder("password-set", "password/change", "/account/password", change(null, true, Mistakes.NONE)),
                holder("devices", "session/devices", "/account/devices", devices()),
                holder("devices-one", "session/devices", "/account/devices", devicesOfNew()),
                holder("activity", "account/activity", "/account/activity", activity()),
                holder(
                        "activity-empty",
                        "account/activity",
                        "/account/activity",
                        new AccountViews.Activity(kinds(), "refused", List.of(), null, null)),
                holder("contacts", "account/contacts", "/account/contacts", contacts(Mistakes.NONE)),
                holder(
                        "contacts-wrong",
                        "account/contacts",
                        "/account/contacts",
                        contacts(Mistakes.in("identifier", "account.mistake.identifier"))),
                holder(
                        "contact-code",
                        "account/contact-code",
                        "/account/contacts/" + ID + "/code",
                        new AccountViews.ContactCode(ID, "+49 151 23456789", minutes(10), false, Mistakes.NONE)),
                holder(
                        "phrase-none",
                        "account/phrase",
                        "/account/phrase",
                        new AccountViews.Phrase(null, "<b>x", null, Mistakes.in("phrase", "phrase.mistake"))),
                holder(
                        "phrase-set",
                        "account/phrase",
                        "/account/phrase",
                        new AccountViews.Phrase("blue <b>otter</b>", "", "phrase.done.set", Mistakes.NONE)),
                holder(
                        "closing",
                        "account/closing",
                        "/account/closing",
                        new AccountViews.Closing(days(-30), null, Mistakes.NONE)),
                holder(
                        "closing-wrong",
                        "account/closing",
                        "/account/closing",
                        new AccountViews.Closing(
                                days(-30), null, Mistakes.in("understood", "account.closing.mistake.understood"))),
                holder(
                        "closing-pending",
                        "account/closing",
                        "/account/closing",
                        new AccountViews.Closing(days(-30), days(-12), Mistakes.NONE)),
                stranger(
                        "error",
                        "base/error",
                        "/nothing",
                        new Errors.Shown(404, "There is nothing here", "The address may be mistyped.", null)),
                stranger(
                        "service-docs",
                        "service/docs",
                        "/v1/docs",
                        new ServiceViews.Docs(
                                "About it.",
                                List.of(new ServiceViews.Operation(
                                        "endSession",
                                        "DELETE",
                                        "/v1/accounts/{account}/sessions/{session}",
                                        "End one session",
                                        "At once.",
                                        "sessions.end",
                                        List.of(new ServiceViews.Field("account", "path", true, "a UUID")),
                                        List.of(
                                                new ServiceViews.Answer("200", "It ended.", "Ended"),
                                                new ServiceViews.Answer("404", "no such thing", "")))),
                                List.of(new ServiceViews.Type(
                                        "Ended",
                                        List.of(new ServiceViews.Field("ended", "integer", true, "how many")))),
                                List.of("not-found"))),
                holder(
                        "fault",
                        "base/error",
                        "/account",
                        new Errors.Shown(500, "Something went wrong", "Nothing was changed.", "k3JdP0xQ")));
    }

    static Sample stranger(String name, String template, String path, Object model) {
        return new Sample(name, template, path, false, model);
    }

    static Sample holder(String name, String template, String path, Object model) {
        return new Sample(name, template, path, true, model);
    }

    static Instant minutes(int ahead) {
        return NOW.plus(Duration.ofMinutes(ahead));
    }

    static Instant days(int ago) {
        return NOW.minus(Duration.ofDays(ago));
    }

    private static SigninViews.SignIn signIn(String identifier, @Nullable String challenge, Mistakes mistakes) {
        return new SigninViews.SignIn(identifier, false, challenge, "/account/devices", mistakes);
    }

    private static PasswordViews.Change change(@Nullable Instant changed, boolean done, Mistakes mistakes) {
        return new PasswordViews.Change(LONG, 15, changed, done, false, mistakes);
    }

    private static AccountViews.Entry entry(int minutesAgo, String icon, String text, boolean alarming) {
        return new AccountViews.Entry(
                NOW.minus(Duration.ofMinutes(minutesAgo)),
                icon,
                text,
                "Firefox on Linux",
                "Berlin, Germany",
                "203.0.113.7",
                alarming);
    }

    private static List<AccountViews.Entry> entries() {
        return List.of(
                entry(3, "check", "Signed in with the password", false),
                entry(125, "warning", "A sign-in was refused: wrong password, three times", true),
                entry(60 * 26, "pen", "The device “Kitchen tablet” was renamed", false),
                new AccountViews.Entry(
                        days(5), "mail", "An address was added: a…@examplex.com", null, null, null, false),
                entry(60 * 24 * 40, "key", "The password was changed", false));
    }

    private static AccountViews.Overview overview() {
        return new AccountViews.Overview(
                List.of(
                        new AccountViews.Notice(
                                "warning",
                                "A sign-in from a new device: Chrome on Android, Lisbon, Portugal.",
                                NOW.minus(Duration.ofHours(2)),
                                "/account/devices"),
                        new AccountViews.Notice("info", "We will be back after maintenance.", days(1), null)),
                new AccountViews.SignedIn(days(1), "Firefox on Linux", "Berlin, Germany", "203.0.113.7"),
                3,
                2,
                new AccountViews.Held(days(90), 2, 1, true, false),
                2,
                1,
                entries().subList(0, 3));
    }

    private static AccountViews.Overview overviewOfNew() {
        return new AccountViews.Overview(
                List.of(), null, 1, 1, new AccountViews.Held(null, 0, 0, false, false), 1, 0, List.of());
    }

    private static AccountViews.Overview overviewOfOneProof() {
        return new AccountViews.Overview(
                List.of(), null, 1, 1, new AccountViews.Held(days(90), 1, 0, true, true), 2, 0, List.of());
    }

    private static List<String> kinds() {
        return List.of("sign-in", "change", "refused");
    }

    private static AccountViews.Activity activity() {
        return new AccountViews.Activity(
                kinds(), "", entries(), "/account/activity?after=a", "/account/activity?before=b");
    }

    private static AccountViews.Contacts contacts(Mistakes mistakes) {
        return new AccountViews.Contacts(
                List.of(
                        new AccountViews.Contact("a", true, "k…h@mail.subsidiary.examplex.com", true, days(400), true),
                        new AccountViews.Contact("b", false, "+49 ••• ••• 89", false, days(3), true),
                        new AccountViews.Contact("c", true, "new@examplex.com", false, null, true)),
                mistakes.any() ? "nobody" : "",
                "Europe/Berlin",
                List.of("America/New_York", "Europe/Berlin", "UTC"),
                "Kim",
                false,
                mistakes.any() ? null : "account.contacts.done.saved",
                mistakes);
    }

    private static SessionViews.Devices devices() {
        return new SessionViews.Devices(
                List.of(
                        session("s1", Kind.COMPUTER, "Firefox on Linux", "Berlin, Germany", 0, true, false, false),
                        session("s2", Kind.PHONE, "Chrome on Android", "Lisbon, Portugal", 125, false, false, true),
                        session("s3", Kind.UNKNOWN, "Unknown browser", null, 300, false, true, false)),
                List.of(
                        new SessionViews.Device(
                                "d1", Kind.COMPUTER, "Desk", "Firefox on Linux", days(200), NOW, true, false),
                        new SessionViews.Device(
                                "d2",
                                Kind.TABLET,
                                "Chrome on Android",
                                "Chrome on Android",
                                days(20),
                                days(2),
                                false,
                                true)),
                "session.done.ended",
                Mistakes.NONE);
    }

    private static SessionViews.Devices devicesOfNew() {
        return new SessionViews.Devices(
                List.of(session("s1", Kind.APP, "ExampleX app on iOS", "Berlin, Germany", 0, true, false, false)),
                List.of(),
                null,
                Mistakes.NONE);
    }

    private static SessionViews.Session session(
            String id,
            Kind kind,
            String browser,
            @Nullable String place,
            int minutesAgo,
            boolean current,
            boolean shared,
            boolean outdated) {
        return new SessionViews.Session(
                id,
                kind,
                browser,
                place,
                "2001:db8:85a3:8d3:1319:8a2e:370:7348",
                days(1),
                NOW.minus(Duration.ofMinutes(minutesAgo)),
                List.of("pwd"),
                current,
                shared,
                outdated,
                current);
    }
}
