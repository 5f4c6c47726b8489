package dev.sallyport.account;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The same as JSON.
@RestController
class SignUpApi {
    private final SignUps signUps;

    SignUpApi(SignUps signUps) {
        this.signUps = signUps;
    }

    /// @param altcha the solution of a puzzle of `GET /api/sign-in/puzzle`; needed for a number only
    record Start(
            @Nullable String identifier,
            @Nullable String zone,
            @Nullable String altcha) {}

    record Code(Secret code) {}

    record State(String next) {}

    @Guard(Kind.PUBLIC)
    @PostMapping("/api/sign-up")
    @ResponseStatus(HttpStatus.ACCEPTED)
    State start(HttpServletRequest request, @RequestBody Start start, Language language, Caller caller) {
        String zone = start.zone();
        var asking = new SignUps.Asking(
                text(start.identifier(), Integer.MAX_VALUE),
                language,
                Zones.read(zone == null ? "" : zone),
                text(start.altcha(), 4_000));
        return switch (signUps.start(Browsers.of(request), asking, caller)) {
            case SENT -> new State("code");
            case NOT_AN_IDENTIFIER -> throw new Refused(Mistakes.in("identifier", "account.mistake.identifier"));
            case LOOK_ALIKE -> throw new Refused(Mistakes.in("identifier", "account.mistake.look-alike"));
            case PUZZLE -> throw new Refused(ErrorCode.CHALLENGE, "a number without a solved puzzle");
        };
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/api/sign-up/code")
    State check(HttpServletRequest request, @RequestBody Code code, Caller caller) {
        return switch (signUps.check(Browsers.of(request), code.code().reveal(), caller)) {
            case RIGHT -> new State("password");
            case WRONG, OVER -> throw new Refused(Mistakes.in("code", "account.mistake.code"));
        };
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/api/sign-up/code/sending")
    @ResponseStatus(HttpStatus.ACCEPTED)
    State resend(HttpServletRequest request, Caller caller) {
        signUps.resend(Browsers.of(request), caller);
        return new State("code");
    }

    private static String text(@Nullable String given, int most) {
        return given == null || given.length() > most ? "" : given;
    }
}
