package dev.sallyport.signin;

import dev.sallyport.account.Browsers;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Puzzles;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The same as JSON, for apps of the service that keep cookies. The session comes as the cookie and nowhere
/// else.
@RestController
class SignInApi {
    private final SignIns signIns;
    private final SignUpCompletion completion;
    private final Puzzles puzzles;
    private final Threshold threshold;
    private final SignInCookies cookies;
    private final JsonMapper json;

    SignInApi(
            SignIns signIns,
            SignUpCompletion completion,
            Puzzles puzzles,
            Threshold threshold,
            SignInCookies cookies,
            JsonMapper json) {
        this.signIns = signIns;
        this.completion = completion;
        this.puzzles = puzzles;
        this.threshold = threshold;
        this.cookies = cookies;
        this.json = json;
    }

    /// @param altcha the solution of a puzzle, when one was asked for
    record Asking(
            @Nullable String identifier,
            Secret password,
            @Nullable Boolean shared,
            @Nullable String altcha) {}

    record Proof(Secret password) {}

    @Guard(Kind.PUBLIC)
    @PostMapping("/api/sign-in")
    SignInState signIn(
            HttpServletRequest request, HttpServletResponse response, @RequestBody Asking asking, Caller caller) {
        var typed = new SignIns.Asking(
                cut(asking.identifier(), 320),
                asking.password(),
                Boolean.TRUE.equals(asking.shared()),
                cut(asking.altcha(), 4_000),
                "");
        return switch (signIns.begin(typed, caller)) {
            case SignIns.Next.Wrong wrong -> throw new Refused(Mistakes.in("password", "signin.mistake.wrong"));
            case SignIns.Next.Puzzle puzzle -> throw new Refused(ErrorCode.CHALLENGE, "alarm");
            case SignIns.Next.Over over -> throw new Refused(ErrorCode.CONFLICT, "over");
            case SignIns.Next.More more -> {
                cookies.begun(request, response, more);
                yield new SignInState(more.path());
            }
            case SignIns.Next.Open open -> {
                threshold.cross(request, response, open, caller);
                yield new SignInState("done");
            }
        };
    }

    /// A puzzle to be solved when `challenge-required` was the answer.
    @Guard(Kind.PUBLIC)
    @GetMapping("/api/sign-in/puzzle")
    JsonNode puzzle() {
        return json.readTree(puzzles.create());
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/api/sign-up/password")
    SignInState complete(
            HttpServletRequest request, HttpServletResponse response, @RequestBody Proof chosen, Caller caller) {
        return switch (completion.complete(Browsers.of(request), chosen.password(), caller)) {
            case SignUpCompletion.Outcome.Opened opened -> {
                threshold.cross(request, response, opened.open(), caller);
                yield new SignInState("done");
            }
            case SignUpCompletion.Outcome.NotGood notGood -> throw new Refused(notGood.mistakes());
            case SignUpCompletion.Outcome.Over over -> throw new Refused(ErrorCode.CONFLICT, "not proven");
        };
    }

    private static String cut(@Nullable String text, int most) {
        return text == null || text.length() > most ? "" : text;
    }
}
