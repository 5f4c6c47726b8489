package dev.sallyport.passkey;

import dev.sallyport.account.Contacts;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.passkey.Passkeys.Registered;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The same as JSON.
@RestController
class PasskeyApi {
    private final Passkeys passkeys;
    private final Contacts contacts;

    PasskeyApi(Passkeys passkeys, Contacts contacts) {
        this.passkeys = passkeys;
        this.contacts = contacts;
    }

    /// @param only whether nothing but passkeys opens the account
    record State(boolean only, List<PasskeyJson> passkeys) {}

    /// @param name the holder's own; null for none
    /// @param model the product by its own claim; null for one that is not well known
    /// @param synced whether it may be on several devices
    record PasskeyJson(
            String id,
            @Nullable String name,
            @Nullable String model,
            boolean synced,
            boolean backedUp,
            Instant createdAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant suspectedAt) {}

    record Binding(@Nullable String name, @Nullable JsonNode credential) {}

    /// @param first whether it is the account's first strong proof: recovery codes are due
    record Bound(String id, boolean first) {}

    record Name(@Nullable String name) {}

    record Only(@Nullable Boolean only) {}

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/api/passkeys")
    State state(SignedIn who) {
        return new State(
                passkeys.isOnly(who.account()),
                passkeys.list(who.account()).stream()
                        .map(p -> new PasskeyJson(
                                p.id().toString(),
                                p.name(),
                                p.model(),
                                p.backupEligible(),
                                p.backedUp(),
                                p.createdAt(),
                                p.lastUsedAt(),
                                p.suspectedAt()))
                        .toList());
    }

    /// Begins a binding: creation options as `PublicKeyCredential.parseCreationOptionsFromJSON` takes them. Good for
    /// this session, once, for five minutes.
    @Guard(value = Kind.FRESH_PROOF, act = Act.PASSKEY_ADD)
    @PostMapping(path = "/api/passkeys/options", produces = MediaType.APPLICATION_JSON_VALUE)
    String begin(SignedIn who) {
        return passkeys.registration(who.account(), Ceremony.of(who.session()), Ceremony.shown(contacts, who.account()))
                .json();
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping("/api/passkeys")
    @ResponseStatus(HttpStatus.CREATED)
    Bound add(SignedIn who, @RequestBody Binding binding, Caller caller) {
        JsonNode credential = binding.credential();
        String name = binding.name();
        return switch (passkeys.register(
                who.account(),
                Ceremony.of(who.session()),
                credential == null ? "" : credential.toString(),
                name == null ? "" : name,
                caller)) {
            case Registered.Bound bound -> new Bound(bound.id().toString(), bound.first());
            case Registered.Refused refused ->
                throw new Refused(Mistakes.in("credential", refused.reason().text()));
        };
    }

    @Guard(Kind.SIGNED_IN)
    @PutMapping("/api/passkeys/{id}/name")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void rename(SignedIn who, @PathVariable UUID id, @RequestBody Name name, Caller caller) {
        String wanted = name.name();
        if (wanted == null) {
            throw new Refused(ErrorCode.BAD_REQUEST, "no name; an empty one takes it away");
        }
        switch (passkeys.rename(who.account(), id, wanted, caller)) {
            case DONE -> {}
            case UNKNOWN -> throw new Refused(ErrorCode.NOT_FOUND, "no such passkey of this account");
            case NOT_A_NAME -> throw new Refused(Mistakes.in("name", "passkey.mistake.name"));
        }
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.PASSKEY_REMOVE)
    @DeleteMapping("/api/passkeys/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(SignedIn who, @PathVariable UUID id, Caller caller) {
        switch (passkeys.remove(who.account(), id, caller)) {
            case DONE -> {}
            case UNKNOWN -> throw new Refused(ErrorCode.NOT_FOUND, "no such passkey of this account");
            case LAST -> throw new Refused(ErrorCode.CONFLICT, "the last one that may not go");
        }
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.PASSKEY_ONLY)
    @PutMapping("/api/passkeys/only")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void setOnly(SignedIn who, @RequestBody Only only, Caller caller) {
        Boolean on = only.only();
        if (on == null) {
            throw new Refused(ErrorCode.BAD_REQUEST, "neither on nor off");
        }
        switch (passkeys.setOnly(who.account(), on, caller)) {
            case DONE -> {}
            case TOO_FEW -> throw new Refused(Mistakes.in("only", "passkey.mistake.too-few"));
        }
    }
}
