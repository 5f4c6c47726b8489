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
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

    @Guard(value = Kind.FRESH_PROOF, act = Act.AUTHENTICATOR_ADD)
    @PostMapping(BASE)
    Object begin(SignedIn who, Form form) {
        String name = form.typed("name");
        if (!TotpBindings.isName(name)) {
            return Page.of("totp/new", new TotpViews.New(name, Mistakes.in("name", "totp.mistake.name")))
                    .unprocessable();
        }
        bindings.begin(who.account(), bound(who), name);
        return new Redirect(KEY);
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(KEY)
    Object key(SignedIn who) {
        TotpBindings.Begun begun = bindings.show(who.account(), bound(who)).orElse(null);
        return key(who, begun, Mistakes.NONE).<Object>map(page -> page).orElseGet(() -> new Redirect(BASE + "/new"));
    }

    private Optional<Page> key(SignedIn who, TotpBindings.@Nullable Begun begun, Mistakes mistakes) {
        OptionalInt digits = bindings.pending(who.account(), bound(who));
        return digits.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Page.of("totp/key", new TotpViews.Key(begun, digits.getAsInt(), KEY, BASE + "/new", mistakes)));
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(KEY)
    Object confirm(SignedIn who, Form form, Caller caller) {
        String code = form.typed("code");
        return switch (bindings.confirm(who.account(), bound(who), code, caller)) {
            case TotpBindings.Outcome.Bound bound -> done(bound);
            case TotpBindings.Outcome.Over over ->
                totps.boundJustNow(who.account(), bound(who), code)
                        .map(TotpPages::done)
                        .orElse(new Redirect(BASE + "/new"));
            case TotpBindings.Outcome.Wrong wrong ->
                key(who, null, Mistakes.in("code", "totp.mistake.code"))
                        .<Object>map(Page::unprocessable)
                        .orElseGet(() -> new Redirect(BASE + "/new"));
        };
    }

    private static Redirect done(TotpBindings.Outcome.Bound bound) {
        return new Redirect(
                bound.first() ? "/account/two-step/recovery-codes?first=1" : "/account/two-step?done=added");
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
        return Page.of(
                "totp/removal",
                new TotpViews.Removal(id.toString(), totp.name(), totps.mayGo(who.account(), id), mistakes));
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.AUTHENTICATOR_REMOVE)
    @PostMapping(BASE + "/{id}/removal")
    Object remove(SignedIn who, @PathVariable UUID id, Caller caller) {
        return switch (totps.remove(who.account(), id, caller)) {
            case DONE -> new Redirect("/account/two-step?done=removed");
            case UNKNOWN -> throw new Refused(ErrorCode.NOT_FOUND, "no such app");
            case LAST -> removal(who, id, Mistakes.NONE).with(HttpStatus.CONFLICT);
        };
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(BASE + "/{id}/name")
    Object rename(SignedIn who, @PathVariable UUID id, Form form, Caller caller) {
        String name = form.typed("name");
        if (!TotpBindings.isName(name)) {
            return removal(who, id, Mistakes.in("name", "totp.mistake.name")).unprocessable();
        }
        if (!totps.rename(who.account(), id, name, caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such app");
        }
        return new Redirect("/account/two-step?done=renamed");
    }
}
