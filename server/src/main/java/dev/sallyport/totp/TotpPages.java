package dev.sallyport.totp;

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
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// An authenticator app is set up, named and removed.
@Controller
class TotpPages {
    private static final String BASE = "/account/two-step/authenticators";
    private static final String KEY = BASE + "/new/key";

    private final Totps totps;
    private final TotpBindings bindings;

    TotpPages(Totps totps, TotpBindings bindings) {
        this.totps = totps;
        this.bindings = bindings;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(BASE + "/new")
    Page explain() {
        return Page.of("totp/new", new TotpViews.New("", Mistakes.NONE));
    }

    /// The answer itself shows the key: asked for again, nothing does (R-OTP-3).
    @Guard(value = Kind.FRESH_PROOF, act = Act.AUTHENTICATOR_ADD)
    @PostMapping(BASE)
    Page begin(SignedIn who, Form form) {
        String name = form.text("name", 200);
        if (!TotpBindings.isName(name)) {
            return Page.of("totp/new", new TotpViews.New(name, Mistakes.in("name", "totp.mistake.name")))
                    .unprocessable();
        }
        return Page.of("totp/key", TotpViews.shown(bindings.begin(who.account(), bound(who), name), KEY, BASE));
    }

    /// Whoever comes by address to where the form goes, such as by changing the language.
    @Guard(Kind.SIGNED_IN)
    @GetMapping(BASE)
    Redirect back() {
        return new Redirect(KEY);
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(KEY)
    Object key(SignedIn who) {
        return code(who, Mistakes.NONE).<Object>map(page -> page).orElseGet(() -> new Redirect(BASE + "/new"));
    }

    private Optional<Page> code(SignedIn who, Mistakes mistakes) {
        return bindings.pending(who.account(), bound(who))
                .map(pending -> Page.of("totp/key", TotpViews.unshown(pending, KEY, BASE, mistakes)));
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(KEY)
    Object confirm(SignedIn who, Form form, Caller caller) {
        return switch (bindings.confirm(who.account(), bound(who), form.text("code", 40), caller)) {
            case TotpBindings.Outcome.Bound(UUID id, boolean first) ->
                new Redirect(first ? "/account/two-step/recovery-codes?first=1" : "/account/two-step?done=added");
            case TotpBindings.Outcome.Over over -> new Redirect(BASE + "/new");
            case TotpBindings.Outcome.Wrong wrong ->
                code(who, Mistakes.in("code", "totp.mistake.code"))
                        .<Object>map(Page::unprocessable)
                        .orElseGet(() -> new Redirect(BASE + "/new"));
        };
    }

    private static byte[] bound(SignedIn who) {
        return TotpBindings.boundTo(who.session().id().value());
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(BASE + "/{id}/removal")
    Page removal(SignedIn who, @PathVariable UUID id) {
        return removal(who, id, Mistakes.NONE);
    }

    private Page removal(SignedIn who, UUID id, Mistakes mistakes) {
        Totp totp = totps.list(who.account()).stream()
                .filter(t -> t.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such app"));
        return Page.of("totp/removal", new TotpViews.Removal(id.toString(), totp.name(), mistakes));
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.AUTHENTICATOR_REMOVE)
    @PostMapping(BASE + "/{id}/removal")
    Object remove(SignedIn who, @PathVariable UUID id, Caller caller) {
        return switch (totps.remove(who.account(), id, caller)) {
            case DONE -> new Redirect("/account/two-step?done=removed");
            case UNKNOWN -> throw new Refused(ErrorCode.NOT_FOUND, "no such app");
            case LAST -> removal(who, id, Mistakes.in("", "totp.mistake.last")).with(HttpStatus.CONFLICT);
        };
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(BASE + "/{id}/name")
    Object rename(SignedIn who, @PathVariable UUID id, Form form, Caller caller) {
        String name = form.text("name", 200);
        if (!TotpBindings.isName(name)) {
            return removal(who, id, Mistakes.in("name", "totp.mistake.name")).unprocessable();
        }
        if (!totps.rename(who.account(), id, name, caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such app");
        }
        return new Redirect("/account/two-step?done=renamed");
    }
}
