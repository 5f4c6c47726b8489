package dev.sallyport.passkey;

import dev.sallyport.account.Contacts;
import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.passkey.Passkeys.Registered;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The holder's passkeys.
@Controller
class PasskeyPages {
    private static final String HOME = "/account/passkeys";
    private static final Set<String> DONE = Set.of("added", "renamed", "removed", "only-on", "only-off");

    private final Passkeys passkeys;
    private final Contacts contacts;
    private final Proofs proofs;

    PasskeyPages(Passkeys passkeys, Contacts contacts, Proofs proofs) {
        this.passkeys = passkeys;
        this.contacts = contacts;
        this.proofs = proofs;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(HOME)
    Page list(SignedIn who, @RequestParam(defaultValue = "") String done) {
        return page(who, DONE.contains(done) ? "passkey.done." + done : null, Mistakes.NONE);
    }

    private Page page(SignedIn who, @Nullable String done, Mistakes mistakes) {
        AccountId account = who.account();
        List<Passkey> list = passkeys.list(account);
        boolean alone = ProofPolicy.isAlone(
                proofs.held(account).stream().map(Proofs.Held::kind).toList());
        return Page.of(
                "passkey/passkeys",
                new PasskeyViews.Passkeys(
                        list.stream().map(PasskeyViews::of).toList(),
                        passkeys.isOnly(account),
                        list.size() >= Passkey.FOR_ONLY,
                        alone,
                        done,
                        mistakes));
    }

    /// Begins: the page that comes back asks the browser for a passkey at once. What it makes is sent to [#add], which
    /// needs no other proof: its challenge was made here, for this session.
    @Guard(value = Kind.FRESH_PROOF, act = Act.PASSKEY_ADD)
    @PostMapping(HOME + "/new")
    Page begin(SignedIn who) {
        var options = passkeys.registration(
                who.account(), Ceremony.of(who.session()), Ceremony.shown(contacts, who.account()));
        return Page.of("passkey/new", new PasskeyViews.New(options.json()));
    }

    /// Whoever comes back to it by address or by changing the language begins again.
    @Guard(Kind.SIGNED_IN)
    @GetMapping(HOME + "/new")
    Redirect beginAgain() {
        return new Redirect(HOME);
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(HOME)
    Object add(SignedIn who, Form form, Caller caller) {
        return switch (passkeys.register(
                who.account(),
                Ceremony.of(who.session()),
                form.text("passkey", Answer.MOST),
                form.typed("name"),
                caller)) {
            case Registered.Bound added ->
                new Redirect(added.first() ? "/account/two-step/recovery-codes?first" : HOME + "?done=added");
            case Registered.Refused refused ->
                page(who, null, Mistakes.in("add", refused.reason().text())).unprocessable();
        };
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(HOME + "/{id}/name")
    Object rename(SignedIn who, @PathVariable UUID id, Form form, Caller caller) {
        return switch (passkeys.rename(who.account(), id, form.typed("name"), caller)) {
            case DONE -> new Redirect(HOME + "?done=renamed");
            case UNKNOWN -> throw unknown();
            case NOT_A_NAME ->
                page(who, null, Mistakes.in("name-" + id, "passkey.mistake.name"))
                        .unprocessable();
        };
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(HOME + "/{id}/removal")
    Page removal(SignedIn who, @PathVariable UUID id) {
        return removal(who, id, passkeys.mayGo(who.account(), id) ? null : last(who));
    }

    private String last(SignedIn who) {
        return passkeys.isOnly(who.account()) ? "passkey.removal.only" : "passkey.removal.last";
    }

    private Page removal(SignedIn who, UUID id, @Nullable String blocked) {
        Passkey passkey = passkeys.list(who.account()).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(PasskeyPages::unknown);
        return Page.of("passkey/removal", new PasskeyViews.Removal(id.toString(), passkey.label(), blocked));
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.PASSKEY_REMOVE)
    @PostMapping(HOME + "/{id}/removal")
    Object remove(SignedIn who, @PathVariable UUID id, Caller caller) {
        return switch (passkeys.remove(who.account(), id, caller)) {
            case DONE -> new Redirect(HOME + "?done=removed");
            case UNKNOWN -> throw unknown();
            case LAST -> removal(who, id, last(who)).with(HttpStatus.CONFLICT);
        };
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.PASSKEY_ONLY)
    @PostMapping(HOME + "/only")
    Object setOnly(SignedIn who, Form form, Caller caller) {
        boolean on = form.ticked("on");
        return switch (passkeys.setOnly(who.account(), on, caller)) {
            case DONE -> new Redirect(HOME + (on ? "?done=only-on" : "?done=only-off"));
            case TOO_FEW ->
                page(who, null, Mistakes.in("only", "passkey.mistake.too-few")).unprocessable();
        };
    }

    private static Refused unknown() {
        return new Refused(ErrorCode.NOT_FOUND, "no such passkey of this account");
    }
}
