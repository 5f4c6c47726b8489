package dev.sallyport.apikey;

import dev.sallyport.apikey.ApiKeyViews.Typed;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Forward;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Keys for programs in the security centre: what there is, a new one in two steps, another reach, and the end.
@Controller
class ApiKeyPages {
    private static final String HOME = "/account/api-keys";
    private static final Set<String> DONE = Set.of("changed", "revoked", "thawed");

    private final ApiKeys keys;
    private final KeyEnds ends;
    private final KeyShow show;

    ApiKeyPages(ApiKeys keys, KeyEnds ends, KeyShow show) {
        this.keys = keys;
        this.ends = ends;
        this.show = show;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(HOME)
    Page list(SignedIn who, Language language, @RequestParam(defaultValue = "") String done) {
        return Page.of(
                "apikey/keys",
                new ApiKeyViews.Keys(
                        keys.list(who.account()).stream()
                                .map(key -> show.of(key, language))
                                .toList(),
                        DONE.contains(done) ? "apikey.done." + done : null));
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(HOME + "/new/{kind}")
    Page begin(@PathVariable String kind, Language language) {
        return form(kind(kind), language, Typed.NOTHING, Mistakes.NONE);
    }

    private Page form(KeyKind kind, Language language, Typed typed, Mistakes mistakes) {
        return Page.of(
                "apikey/new",
                new ApiKeyViews.New(
                        kind.word(),
                        show.choices(kind, language),
                        show.signings(kind),
                        kind == KeyKind.WITHDRAW,
                        kind.movesMoney(),
                        typed,
                        mistakes));
    }

    private static KeyKind kind(String word) {
        return KeyKind.of(word).orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such kind of key"));
    }

    /// The answer itself shows the secret: asked for again, it does not.
    @Guard(value = Kind.FRESH_PROOF, act = Act.API_KEY_CREATE)
    @PostMapping(HOME + "/new/{kind}")
    Object create(
            SignedIn who,
            @PathVariable String kind,
            Form form,
            HttpServletRequest request,
            Language language,
            Caller caller) {
        Typed typed = typed(form, request, kind(kind), language);
        String[] signing = typed.signing().split("/", 2);
        var wish = new Wish(
                kind(kind),
                signing[0],
                signing.length < 2 ? "" : signing[1],
                typed.name(),
                typed.scopes(),
                typed.addresses(),
                typed.destinations(),
                typed.days(),
                typed.publicKey());
        return switch (keys.create(who.account(), wish, caller)) {
            case ApiKeys.Made.Done(ApiKey key, Secret secret) ->
                Page.of("apikey/made", new ApiKeyViews.Made(key.id().toString(), key.name(), secret));
            case ApiKeys.Made.Wrong(Mistakes mistakes) ->
                form(kind(kind), language, typed, mistakes).unprocessable();
        };
    }

    private Typed typed(Form form, HttpServletRequest request, KeyKind kind, Language language) {
        Set<String> scopes = show.choices(kind, language).stream()
                .map(ApiKeyViews.Choice::name)
                .filter(name -> request.getParameter("scope-" + name) != null)
                .collect(Collectors.toSet());
        return new Typed(
                form.typed("name"),
                scopes,
                form.text("addresses", 2_000),
                form.text("destinations", 2_000),
                form.text("days", 10),
                form.text("signing", 100),
                form.text("public-key", 1_000));
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(HOME + "/{id}")
    Page edit(SignedIn who, @PathVariable UUID id, Language language) {
        ApiKey key = find(who, id);
        var typed = new Typed(
                key.name(),
                key.scopes(),
                key.addresses().stream().map(AddressRange::toString).collect(Collectors.joining("\n")),
                String.join("\n", key.destinations()),
                "",
                "",
                "");
        return edit(key, language, typed, Mistakes.NONE);
    }

    private Page edit(ApiKey key, Language language, Typed typed, Mistakes mistakes) {
        return Page.of(
                "apikey/edit",
                new ApiKeyViews.Edit(
                        key.id().key().toString(),
                        key.name(),
                        show.choices(key.kind(), language),
                        key.kind() == KeyKind.WITHDRAW,
                        key.expiresAt(),
                        typed,
                        mistakes));
    }

    private ApiKey find(SignedIn who, UUID id) {
        return keys.find(who.account(), id).orElseThrow(ApiKeyPages::unknown);
    }

    /// What only takes away is done at once; the rest goes on to where a proof is asked for.
    @Guard(Kind.SIGNED_IN)
    @PostMapping(HOME + "/{id}")
    Object change(
            SignedIn who, @PathVariable UUID id, Form form, HttpServletRequest request, Language language, Caller at) {
        return change(
                find(who, id), typed(form, request, find(who, id).kind(), language), false, request, language, at);
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.API_KEY_CHANGE)
    @PostMapping(HOME + "/{id}/widening")
    Object widen(
            SignedIn who, @PathVariable UUID id, Form form, HttpServletRequest request, Language language, Caller at) {
        return change(find(who, id), typed(form, request, find(who, id).kind(), language), true, request, language, at);
    }

    private Object change(
            ApiKey key, Typed typed, boolean proven, HttpServletRequest request, Language language, Caller caller) {
        UUID id = key.id().key();
        Wish wish = Wish.of(key, typed.scopes(), typed.addresses(), typed.destinations(), typed.days());
        return switch (keys.change(key.id().account(), id, wish, proven, caller)) {
            case ApiKeys.Changed.Done done -> new Redirect(HOME + "?done=changed");
            case ApiKeys.Changed.NeedsProof needs -> new Forward(request, HOME + "/" + id + "/widening");
            case ApiKeys.Changed.Wrong(Mistakes mistakes) ->
                edit(key, language, typed, mistakes).unprocessable();
            case ApiKeys.Changed.Unknown unknown -> throw unknown();
        };
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.API_KEY_CHANGE)
    @PostMapping(HOME + "/{id}/thawing")
    Redirect thaw(SignedIn who, @PathVariable UUID id, Caller caller) {
        if (!ends.thaw(who.account(), id, caller)) {
            throw unknown();
        }
        return new Redirect(HOME + "?done=thawed");
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(HOME + "/{id}/removal")
    Page removal(SignedIn who, @PathVariable UUID id) {
        return Page.of(
                "apikey/removal",
                new ApiKeyViews.Removal(id.toString(), find(who, id).name()));
    }

    /// It only makes the account safer, so it asks for no proof.
    @Guard(Kind.SIGNED_IN)
    @PostMapping(HOME + "/{id}/removal")
    Redirect revoke(SignedIn who, @PathVariable UUID id, Caller caller) {
        if (!ends.revoke(who.account(), id, caller)) {
            throw unknown();
        }
        return new Redirect(HOME + "?done=revoked");
    }

    private static Refused unknown() {
        return new Refused(ErrorCode.NOT_FOUND, "no such key of this account");
    }
}
