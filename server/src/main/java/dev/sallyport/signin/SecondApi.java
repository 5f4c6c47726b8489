package dev.sallyport.signin;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.stepup.Asking;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The second step of a sign-in as JSON.
@RestController
class SecondApi {
    private final SignInCookies signIn;
    private final SecondSteps steps;
    private final Threshold threshold;

    SecondApi(SignInCookies signIn, SecondSteps steps, Threshold threshold) {
        this.signIn = signIn;
        this.steps = steps;
        this.threshold = threshold;
    }

    /// @param ways the proofs that would do, strongest first, as `amr` names
    /// @param trusting those after which this device may be spared the question for a while
    /// @param passkeyOptions for `navigator.credentials.get`, when the first way is a passkey
    record Waiting(
            List<String> ways,
            List<String> trusting,
            @Nullable String passkeyOptions) {}

    @Guard(Kind.PUBLIC)
    @GetMapping("/api/sign-in/second")
    Waiting ask(HttpServletRequest request, Caller caller) {
        SecondSteps.Asked second = steps.ask(due(request), -1, caller);
        Asking.Asked asked = second.asked();
        return new Waiting(
                Stream.concat(asked.kinds().stream(), asked.others().stream().map(Asking.Other::kind))
                        .map(kind -> kind.amr())
                        .toList(),
                second.trusting().stream().map(kind -> kind.amr()).toList(),
                asked.passkeyOptions());
    }

    /// @param trust this device is not to be asked again for a while, where that may be
    record Answer(Asking.@Nullable Given proof, @Nullable Boolean trust) {}

    @Guard(Kind.PUBLIC)
    @PostMapping("/api/sign-in/second")
    SignInState prove(
            HttpServletRequest request, HttpServletResponse response, @RequestBody Answer answer, Caller caller) {
        SignIns.Started due = due(request);
        Asking.Given proof = answer.proof();
        if (proof == null || !steps.prove(due, proof.typed(), Boolean.TRUE.equals(answer.trust()), caller)) {
            throw new Refused(Mistakes.in("proof", "signin.mistake.second"));
        }
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

    @Guard(Kind.PUBLIC)
    @PostMapping("/api/sign-in/second/sending")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void send(HttpServletRequest request, Caller caller) {
        steps.send(due(request), caller);
    }

    /// The last step without the ones before is no step (A57).
    private SignIns.Started due(HttpServletRequest request) {
        return signIn.due(request, Need.SECOND)
                .orElseThrow(() -> new Refused(ErrorCode.CONFLICT, "no second step is due"));
    }
}
