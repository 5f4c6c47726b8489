package dev.sallyport.account;

import dev.sallyport.account.ContactCodes.Waiting;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Addresses and numbers.
@Controller
class ContactPages {
    private static final Redirect OVER = new Redirect("/account/contacts?done=over");
    private static final Set<String> DONE = Set.of("added", "removed", "primary", "saved", "kept", "over");

    private final ContactChanges changes;
    private final ContactList list;

    ContactPages(ContactChanges changes, ContactList list) {
        this.changes = changes;
        this.list = list;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/account/contacts")
    Page list(SignedIn who, @RequestParam(defaultValue = "") String done) {
        return list.page(who, "", DONE.contains(done) ? "account.contacts.done." + done : null, Mistakes.NONE);
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.CONTACT_ADD)
    @PostMapping("/account/contacts")
    Object name(SignedIn who, Form form, Caller caller) {
        String typed = form.typed("identifier");
        return switch (changes.name(who.session(), typed, caller)) {
            case SENT -> new Redirect("/account/contacts/new/code");
            case NOT_AN_IDENTIFIER -> wrong(who, typed, "account.mistake.identifier", ErrorCode.INVALID);
            case LOOK_ALIKE -> wrong(who, typed, "account.mistake.look-alike", ErrorCode.INVALID);
            case HELD -> wrong(who, typed, "account.mistake.held", ErrorCode.CONFLICT);
            case TOO_MANY -> wrong(who, typed, "account.mistake.too-many", ErrorCode.CONFLICT);
        };
    }

    /// The page again, with the status that the interface answers with.
    private Page wrong(SignedIn who, String typed, String key, ErrorCode code) {
        return list.page(who, typed, null, Mistakes.in("identifier", key)).with(HttpStatus.valueOf(code.status()));
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/account/contacts/new/code")
    Object code(SignedIn who, @RequestParam(defaultValue = "") String sent) {
        return changes.waiting(who.session())
                .<Object>map(waiting -> codePage(waiting, sent.equals("again"), Mistakes.NONE))
                .orElse(new Redirect("/account/contacts"));
    }

    private static Page codePage(Waiting waiting, boolean again, Mistakes mistakes) {
        return Page.of(
                "account/contact-code",
                new AccountViews.ContactCode("new", waiting.target(), waiting.codeUntil(), again, mistakes));
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping("/account/contacts/new/code")
    Object add(SignedIn who, Form form, Caller caller) {
        return switch (changes.add(who.session(), form.typed("code"), caller)) {
            case ADDED -> new Redirect("/account/contacts?done=added");
            case WRONG, OVER ->
                changes.waiting(who.session())
                        .<Object>map(waiting -> codePage(waiting, false, Mistakes.in("code", "account.mistake.code"))
                                .unprocessable())
                        .orElse(OVER);
        };
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping("/account/contacts/new/code/sending")
    Redirect resend(SignedIn who, Caller caller) {
        changes.resend(who.session(), caller);
        return new Redirect("/account/contacts/new/code?sent=again");
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.CONTACT_REMOVE)
    @PostMapping("/account/contacts/{id}/removal")
    Object remove(SignedIn who, @PathVariable UUID id, Caller caller) {
        return switch (changes.remove(who.session(), id, caller)) {
            case REMOVED -> new Redirect("/account/contacts?done=removed");
            case UNKNOWN -> throw new Refused(ErrorCode.NOT_FOUND, "no such contact of this account");
            case LAST -> wrong(who, "", "account.mistake.last", ErrorCode.CONFLICT);
        };
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.CONTACT_PRIMARY)
    @PostMapping("/account/contacts/{id}/primary")
    Redirect makePrimary(SignedIn who, @PathVariable UUID id, Caller caller) {
        if (!changes.makePrimary(who.session(), id, caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such contact of this account");
        }
        return new Redirect("/account/contacts?done=primary");
    }
}
