package dev.sallyport.account;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
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
class ContactApi {
    private final ContactChanges changes;
    private final Contacts contacts;

    ContactApi(ContactChanges changes, Contacts contacts) {
        this.changes = changes;
        this.contacts = contacts;
    }

    record ContactJson(String id, String kind, String shown, boolean primary, Instant provenAt) {}

    record Naming(@Nullable String identifier) {}

    record Code(Secret code) {}

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/api/contacts")
    List<ContactJson> list(SignedIn who) {
        List<Contact> held = contacts.list(who.account());
        return held.stream()
                .map(c -> new ContactJson(
                        c.id().toString(),
                        c.kind().name().toLowerCase(java.util.Locale.ROOT),
                        c.maskedAmong(held),
                        c.isPrimary(),
                        c.provenAt()))
                .toList();
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.CONTACT_ADD)
    @PostMapping("/api/contacts")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void name(SignedIn who, @RequestBody Naming naming, Caller caller) {
        String typed = naming.identifier();
        switch (changes.name(who.session(), typed == null ? "" : typed, caller)) {
            case SENT -> {}
            case NOT_AN_IDENTIFIER -> throw new Refused(Mistakes.in("identifier", "account.mistake.identifier"));
            case LOOK_ALIKE -> throw new Refused(Mistakes.in("identifier", "account.mistake.look-alike"));
            case HELD, TOO_MANY -> throw new Refused(ErrorCode.CONFLICT, "held already, or too many");
        }
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping("/api/contacts/code")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void add(SignedIn who, @RequestBody Code code, Caller caller) {
        switch (changes.add(who.session(), code.code().reveal(), caller)) {
            case ADDED -> {}
            case WRONG, OVER -> throw new Refused(Mistakes.in("code", "account.mistake.code"));
        }
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.CONTACT_REMOVE)
    @DeleteMapping("/api/contacts/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(SignedIn who, @PathVariable UUID id, Caller caller) {
        switch (changes.remove(who.session(), id, caller)) {
            case REMOVED -> {}
            case UNKNOWN -> throw new Refused(ErrorCode.NOT_FOUND, "no such contact of this account");
            case LAST -> throw new Refused(ErrorCode.CONFLICT, "the last one stays");
        }
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.CONTACT_PRIMARY)
    @PutMapping("/api/contacts/{id}/primary")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void makePrimary(SignedIn who, @PathVariable UUID id, Caller caller) {
        if (!changes.makePrimary(who.session(), id, caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such contact of this account");
        }
    }
}
