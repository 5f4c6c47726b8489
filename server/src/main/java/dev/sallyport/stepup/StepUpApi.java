package dev.sallyport.stepup;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The same as JSON. The session's new token comes as its cookie.
@RestController
class StepUpApi {
    private final StepUps stepUps;
    private final StepUpProofs proofs;
    private final Asking asking;
    private final CodeDesk desk;

    StepUpApi(StepUps stepUps, StepUpProofs proofs, Asking asking, CodeDesk desk) {
        this.stepUps = stepUps;
        this.proofs = proofs;
        this.asking = asking;
        this.desk = desk;
    }

    /// @param ways what would do, strongest first: any one of these lists, each whole, of `amr` names
    /// @param passkeyOptions for `navigator.credentials.get`, when a passkey would do
    record Waiting(
            UUID id,
            String act,
            List<List<String>> ways,
            @Nullable String passkeyOptions,
            Instant until) {}

    /// @param done whether the request may be sent again now, with the header `Step-Up`
    record State(boolean done) {}

    /// Begins one that is for no act: the session shows once more whose it is.
    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping("/api/session/proofs")
    @ResponseStatus(HttpStatus.CREATED)
    Waiting again(SignedIn who) {
        stepUps.ways(who.session(), Act.AGAIN);
        return waiting(who, stepUps.begin(who.session(), Act.AGAIN, Kept.page("/api/session")));
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping("/api/step-up/{id}")
    Waiting waiting(SignedIn who, @PathVariable UUID id) {
        StepUp stepUp = find(who, id);
        List<Set<Kind>> ways = stepUps.ways(who.session(), stepUp.act());
        int chosen = StepUp.way(ways, -1);
        var asked = asking.of(who.account(), stepUp.bound(), ways, chosen);
        return new Waiting(
                id,
                stepUp.act().label(),
                ways.stream().map(StepUpApi::names).toList(),
                asked.passkeyOptions(),
                stepUp.until());
    }

    private static List<String> names(Set<Kind> kinds) {
        return kinds.stream().map(Kind::amr).toList();
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping("/api/step-up/{id}/proofs")
    State prove(
            SignedIn who,
            @PathVariable UUID id,
            @RequestBody Asking.Given given,
            Caller caller,
            HttpServletResponse response) {
        return switch (proofs.prove(who, id, given.typed(), caller)) {
            case StepUpProofs.Outcome.Over over -> throw new Refused(ErrorCode.NOT_FOUND, "no such step-up");
            case StepUpProofs.Outcome.Wrong wrong -> throw new Refused(Mistakes.in("proof", wrong.key()));
            case StepUpProofs.Outcome.Proven proven -> {
                SignedIn.give(response, proven.opened());
                yield new State(true);
            }
        };
    }

    @Guard(Guard.Kind.SIGNED_IN)
    @PostMapping("/api/step-up/{id}/sending")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void send(SignedIn who, @PathVariable UUID id, Caller caller) {
        if (!desk.send(who.session(), find(who, id), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no codes are sent for this act");
        }
    }

    private StepUp find(SignedIn who, UUID id) {
        return stepUps.find(who.session(), id).orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such step-up"));
    }
}
