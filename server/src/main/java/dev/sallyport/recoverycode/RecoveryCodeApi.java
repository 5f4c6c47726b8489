package dev.sallyport.recoverycode;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.SignedIn;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The same as JSON.
@RestController
class RecoveryCodeApi {
    private final RecoveryCodes codes;

    RecoveryCodeApi(RecoveryCodes codes) {
        this.codes = codes;
    }

    /// @param codes shown in this answer only
    record Made(List<String> codes) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record Kept(Secret code) {}

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/api/recovery-codes")
    RecoveryCodes.State state(SignedIn who) {
        return codes.state(who.account());
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.RECOVERY_CODES)
    @PostMapping("/api/recovery-codes")
    @ResponseStatus(HttpStatus.CREATED)
    Made make(SignedIn who, Caller caller) {
        return new Made(
                codes.create(who.account(), caller).stream().map(Secret::reveal).toList());
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping("/api/recovery-codes/confirmation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void confirm(SignedIn who, @RequestBody Kept kept) {
        if (!codes.confirmKept(who.account(), kept.code().reveal())) {
            throw new Refused(Mistakes.in("code", "recoverycode.mistake"));
        }
    }
}
