package dev.sallyport.apikey;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
class ApiKeyApi {
    private static final String BASE = "/api/api-keys";

    private final ApiKeys keys;
    private final KeyEnds ends;
    private final KeyShow show;

    ApiKeyApi(ApiKeys keys, KeyEnds ends, KeyShow show) {
        this.keys = keys;
        this.ends = ends;
        this.show = show;
    }

    /// @param days after how many it ends; null for as long as the rules let it
    record NewKey(
            @Nullable String kind,
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable List<String> addresses,
            @Nullable List<String> destinations,
            @Nullable Integer days,
            @Nullable String scheme,
            @Nullable String algorithm,
            @Nullable String publicKey) {
        Wish wish() {
            KeyKind wanted = KeyKind.of(kind == null ? KeyKind.READ.word() : kind)
                    .orElseThrow(() -> new Refused(Mistakes.in("kind", "apikey.mistake.kind")));
            return new Wish(
                    wanted,
                    Objects.requireNonNullElse(scheme, SignatureSchemes.OURS),
                    Objects.requireNonNullElse(algorithm, Algorithm.ED25519.word()),
                    Objects.requireNonNullElse(name, ""),
                    set(scopes),
                    lines(addresses),
                    lines(destinations),
                    days == null ? "" : days.toString(),
                    Objects.requireNonNullElse(publicKey, ""));
        }
    }

    record Reach(
            @Nullable List<String> scopes,
            @Nullable List<String> addresses,
            @Nullable List<String> destinations,
            @Nullable Integer days) {}

    record Named(@Nullable String name) {}

    /// @param secret shown in this answer only; null where there is none
    record Created(String id, String key, @Nullable String secret) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    private static Set<String> set(@Nullable List<String> items) {
        if (items == null) {
            return Set.of();
        }
        if (items.stream().anyMatch(Objects::isNull)) {
            throw new Refused(ErrorCode.BAD_REQUEST, "a list holds nothing where something must be");
        }
        return Set.copyOf(items);
    }

    private static String lines(@Nullable List<String> items) {
        return items == null ? "" : String.join("\n", items);
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(BASE)
    List<ApiKeyViews.One> list(SignedIn who, Language language) {
        return keys.list(who.account()).stream()
                .map(key -> show.of(key, language))
                .toList();
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.API_KEY_CREATE)
    @PostMapping(BASE)
    @ResponseStatus(HttpStatus.CREATED)
    Created create(SignedIn who, @RequestBody NewKey wanted, Caller caller) {
        return switch (keys.create(who.account(), wanted.wish(), caller)) {
            case ApiKeys.Made.Done(ApiKey key, Secret secret) ->
                new Created(key.id().key().toString(), key.id().toString(), secret == null ? null : secret.reveal());
            case ApiKeys.Made.Wrong(Mistakes mistakes) -> throw new Refused(mistakes);
        };
    }

    /// With a proof, whether it gives more or takes away.
    @Guard(value = Kind.FRESH_PROOF, act = Act.API_KEY_CHANGE)
    @PutMapping(BASE + "/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void change(SignedIn who, @PathVariable UUID id, @RequestBody Reach reach, Caller caller) {
        ApiKey key = keys.find(who.account(), id).orElseThrow(ApiKeyApi::unknown);
        Wish wish = Wish.of(
                key,
                set(reach.scopes()),
                lines(reach.addresses()),
                lines(reach.destinations()),
                reach.days() == null ? "" : reach.days().toString());
        switch (keys.change(who.account(), id, wish, true, caller)) {
            case ApiKeys.Changed.Done done -> {}
            case ApiKeys.Changed.Wrong(Mistakes mistakes) -> throw new Refused(mistakes);
            case ApiKeys.Changed.Unknown unknown -> throw unknown();
            case ApiKeys.Changed.NeedsProof needs -> throw new IllegalStateException("a proof was given");
        }
    }

    @Guard(Kind.SIGNED_IN)
    @PutMapping(BASE + "/{id}/name")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void rename(SignedIn who, @PathVariable UUID id, @RequestBody Named named, Caller caller) {
        if (!keys.rename(who.account(), id, Objects.requireNonNullElse(named.name(), ""), caller)) {
            throw unknown();
        }
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.API_KEY_CHANGE)
    @PostMapping(BASE + "/{id}/thawing")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void thaw(SignedIn who, @PathVariable UUID id, Caller caller) {
        if (!ends.thaw(who.account(), id, caller)) {
            throw unknown();
        }
    }

    /// It only makes the account safer, so it asks for no proof.
    @Guard(Kind.SIGNED_IN)
    @DeleteMapping(BASE + "/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(SignedIn who, @PathVariable UUID id, Caller caller) {
        if (!ends.revoke(who.account(), id, caller)) {
            throw unknown();
        }
    }

    private static Refused unknown() {
        return new Refused(ErrorCode.NOT_FOUND, "no such key of this account");
    }
}
