package dev.sallyport.totp;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The same as JSON.
@RestController
class TotpApi {
    private static final String BASE = "/api/authenticators";

    private final Totps totps;
    private final TotpBindings bindings;

    TotpApi(Totps totps, TotpBindings bindings) {
        this.totps = totps;
        this.bindings = bindings;
    }

    record App(
            UUID id, String name, Instant boundAt, @Nullable Instant lastUsedAt) {}

    record Named(@Nullable String name) {}

    /// @param otpauth the key as apps read it; shown in this answer only
    record Begun(String otpauth, Instant until) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record Code(@Nullable String code) {}

    record Bound(UUID id, boolean first) {}

    @Guard(Kind.SIGNED_IN)
    @GetMapping(BASE)
    List<App> list(SignedIn who) {
        return totps.list(who.account()).stream()
                .map(t -> new App(t.id(), t.name(), t.boundAt(), t.lastUsedAt()))
                .toList();
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.AUTHENTICATOR_ADD)
    @PostMapping(BASE)
    @ResponseStatus(HttpStatus.CREATED)
    Begun begin(SignedIn who, @RequestBody Named named) {
        byte[] bound = bound(who);
        bindings.begin(who.account(), bound, name(named));
        var begun = bindings.show(who.account(), bound)
                .orElseThrow(() -> new Refused(ErrorCode.CONFLICT, "begun anew and shown meanwhile"));
        return new Begun(begun.otpauth().reveal(), begun.until());
    }

    private static String name(Named named) {
        String name = named.name() == null ? "" : named.name();
        if (!TotpBindings.isName(name)) {
            throw new Refused(Mistakes.in("name", "totp.mistake.name"));
        }
        return name;
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(BASE + "/code")
    Bound confirm(SignedIn who, @RequestBody Code code, Caller caller) {
        String typed = code.code() == null ? "" : code.code();
        return switch (bindings.confirm(who.account(), bound(who), typed, caller)) {
            case TotpBindings.Outcome.Bound(UUID id, boolean first) -> new Bound(id, first);
            case TotpBindings.Outcome.Over over -> throw new Refused(ErrorCode.CONFLICT, "no binding");
            case TotpBindings.Outcome.Wrong wrong -> throw new Refused(Mistakes.in("code", "totp.mistake.code"));
        };
    }

    private static byte[] bound(SignedIn who) {
        return TotpBindings.boundTo(who.session().id().value());
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.AUTHENTICATOR_REMOVE)
    @DeleteMapping(BASE + "/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(SignedIn who, @PathVariable UUID id, Caller caller) {
        switch (totps.remove(who.account(), id, caller)) {
            case DONE -> {}
            case UNKNOWN -> throw new Refused(ErrorCode.NOT_FOUND, "no such app");
            case LAST -> throw new Refused(ErrorCode.CONFLICT, "the last strong proof");
        }
    }

    @Guard(Kind.SIGNED_IN)
    @PutMapping(BASE + "/{id}/name")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void rename(SignedIn who, @PathVariable UUID id, @RequestBody Named named, Caller caller) {
        if (!totps.rename(who.account(), id, name(named), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such app");
        }
    }
}
