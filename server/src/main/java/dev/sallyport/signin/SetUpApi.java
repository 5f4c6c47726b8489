package dev.sallyport.signin;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.passkey.Passkeys.Registered;
import dev.sallyport.totp.TotpBindings;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The same as JSON.
@RestController
class SetUpApi {
    private static final String PATH = "/api/sign-in/set-up";

    private final SignInCookies signIn;
    private final SetUps setUps;
    private final Threshold threshold;

    SetUpApi(SignInCookies signIn, SetUps setUps, Threshold threshold) {
        this.signIn = signIn;
        this.setUps = setUps;
        this.threshold = threshold;
    }

    /// @param state `choosing` while nothing is bound, `bound` when the recovery codes are due
    record State(String state) {}

    record Named(@Nullable String name) {}

    /// @param otpauth the key as apps read it; shown in this answer only
    record Begun(String otpauth, Instant until) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record Code(@Nullable String code) {}

    record Binding(@Nullable JsonNode credential) {}

    /// @param codes shown in this answer only
    record Made(List<String> codes) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    @Guard(Kind.PUBLIC)
    @GetMapping(PATH)
    State state(HttpServletRequest request) {
        return state(due(request));
    }

    private State state(SignIns.Started started) {
        SetUps.State state = setUps.state(started);
        if (state == SetUps.State.OVER) {
            throw new Refused(ErrorCode.CONFLICT, "a second proof was bound elsewhere");
        }
        return new State(state.name().toLowerCase(Locale.ROOT));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping(PATH + "/authenticator")
    @ResponseStatus(HttpStatus.CREATED)
    Begun beginApp(HttpServletRequest request, @RequestBody Named named) {
        SignIns.Started started = due(request);
        setUps.beginApp(started, named.name() == null ? "" : named.name());
        var begun = setUps.showApp(started)
                .orElseThrow(() -> new Refused(ErrorCode.CONFLICT, "begun anew and shown meanwhile"));
        return new Begun(begun.otpauth().reveal(), begun.until());
    }

    @Guard(Kind.PUBLIC)
    @PostMapping(PATH + "/authenticator/code")
    State confirmApp(HttpServletRequest request, @RequestBody Code code, Caller caller) {
        return switch (setUps.confirmApp(due(request), code.code() == null ? "" : code.code(), caller)) {
            case TotpBindings.Outcome.Bound bound -> state(due(request));
            case TotpBindings.Outcome.Over over -> throw new Refused(ErrorCode.CONFLICT, "no binding");
            case TotpBindings.Outcome.Wrong wrong -> throw new Refused(Mistakes.in("code", "totp.mistake.code"));
        };
    }

    /// Creation options as `PublicKeyCredential.parseCreationOptionsFromJSON` takes them.
    @Guard(Kind.PUBLIC)
    @PostMapping(path = PATH + "/passkey/options", produces = MediaType.APPLICATION_JSON_VALUE)
    String beginPasskey(HttpServletRequest request) {
        return setUps.beginPasskey(due(request)).json();
    }

    @Guard(Kind.PUBLIC)
    @PostMapping(PATH + "/passkey")
    State confirmPasskey(HttpServletRequest request, @RequestBody Binding binding, Caller caller) {
        JsonNode credential = binding.credential();
        String answer = credential == null ? "" : credential.toString();
        return switch (setUps.confirmPasskey(due(request), answer, caller)) {
            case Registered.Bound bound -> state(due(request));
            case Registered.Refused refused ->
                throw new Refused(Mistakes.in("credential", refused.reason().text()));
        };
    }

    @Guard(Kind.PUBLIC)
    @PostMapping(PATH + "/codes")
    @ResponseStatus(HttpStatus.CREATED)
    Made makeCodes(HttpServletRequest request, Caller caller) {
        return new Made(setUps.makeCodes(due(request), caller).stream()
                .map(Secret::reveal)
                .toList());
    }

    @Guard(Kind.PUBLIC)
    @PostMapping(PATH + "/end")
    SignInState end(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        setUps.end(due(request));
        return switch (signIn.next(request, caller)) {
            case SignIns.Next.More more -> new SignInState(more.path());
            case SignIns.Next.Open open -> {
                threshold.cross(request, response, open, caller);
                yield new SignInState("done");
            }
            case SignIns.Next.Over over -> throw new Refused(ErrorCode.CONFLICT, "over");
            case SignIns.Next.Wrong wrong -> throw new Refused(ErrorCode.CONFLICT, "over");
            case SignIns.Next.Puzzle puzzle -> throw new Refused(ErrorCode.CONFLICT, "over");
        };
    }

    /// The last step without the ones before is no step (A57).
    private SignIns.Started due(HttpServletRequest request) {
        return signIn.due(request, Need.SET_UP)
                .orElseThrow(() -> new Refused(ErrorCode.CONFLICT, "no setting up is due"));
    }
}
