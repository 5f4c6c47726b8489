package dev.sallyport.pages;

import static dev.sallyport.pages.Samples.holder;
import static dev.sallyport.pages.Samples.stranger;

import dev.sallyport.base.http.Mistakes;
import dev.sallyport.genuine.GenuineViews;
import dev.sallyport.genuine.GenuineViews.Answer;
import dev.sallyport.genuine.GenuineViews.Code;
import dev.sallyport.genuine.GenuineViews.Thing;
import dev.sallyport.pages.Samples.Sample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// "Is this really us?" in each of its answers, and the register of messages.
final class GenuineSamples {
    private static final GenuineViews.Ours OURS = new GenuineViews.Ours(
            List.of("account.examplex.com", "examplex.com", "www.examplex.com"),
            List.of("no-reply@examplex.com"),
            List.of("+493012345678"),
            List.of("mastodon: @examplex"),
            List.of("com.examplex.wallet"));

    private GenuineSamples() {}

    static List<Sample> all() {
        return List.of(
                ask("genuine", "", null, Mistakes.NONE),
                ask("genuine-empty", "", null, Mistakes.in("text", "genuine.mistake.empty")),
                ask(
                        "genuine-official",
                        "https://account.examplex.com",
                        one("official", "link", thing("link", "official", "account.examplex.com", null, "exact")),
                        Mistakes.NONE),
                ask(
                        "genuine-look-alike",
                        "https://examp1ex-secure-login-verification.com/" + "a".repeat(200),
                        one(
                                "look-alike",
                                "link",
                                thing(
                                        "link",
                                        "look-alike",
                                        "examp1ex-secure-login-verification-for-all-customers.account-verify.com",
                                        "examplex.com",
                                        "name-with-words",
                                        "odd-port")),
                        Mistakes.NONE),
                ask(
                        "genuine-unknown",
                        "@somebody",
                        one("unknown", "handle", thing("handle", "unknown", "@somebody", null, "nothing-known")),
                        Mistakes.NONE),
                ask(
                        "genuine-message",
                        "\"><b>x",
                        new Answer(
                                "suspicious",
                                "message",
                                List.of(
                                        thing("mail", "look-alike", "alert@ordinary.org", "examplex.com", "name-shown"),
                                        thing("link", "suspicious", "evil.net", null, "user-info"),
                                        thing("phone", "unknown", "+18005550199", null, "nothing-known")),
                                List.of("asks-for-code", "hurries", "threatens"),
                                List.of(
                                        new Code("ABCD-EFGH", "password", "mail", Samples.NOW),
                                        new Code("ZZZZ-ZZZZ", null, null, null)),
                                true),
                        Mistakes.NONE),
                holder(
                        "messages",
                        "genuine/register",
                        "/account/messages",
                        new GenuineViews.Register(
                                List.of(
                                        new GenuineViews.Line(
                                                "ABCD-EFGH",
                                                "password",
                                                "mail",
                                                "h•••@mail.examplex.com",
                                                Samples.NOW,
                                                "sent"),
                                        new GenuineViews.Line(
                                                "JKMN-PQRS", "signin", "sms", "••• 789", Samples.NOW, "dropped")),
                                null,
                                "/account/messages?before=" + Samples.ID)),
                holder(
                        "messages-empty",
                        "genuine/register",
                        "/account/messages",
                        new GenuineViews.Register(List.of(), null, null)));
    }

    private static Sample ask(String name, String text, @Nullable Answer answer, Mistakes mistakes) {
        return stranger(name, "genuine/ask", "/genuine", new GenuineViews.Ask(text, answer, OURS, mistakes));
    }

    private static Answer one(String kind, String asked, Thing thing) {
        return new Answer(kind, asked, List.of(thing), List.of(), List.of(), false);
    }

    private static Thing thing(String what, String kind, String shown, @Nullable String target, String... reasons) {
        return new Thing(what, kind, shown, shown, target, List.of(reasons));
    }
}
