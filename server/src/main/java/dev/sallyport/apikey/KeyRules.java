package dev.sallyport.apikey;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a key may be like (R-API-1, R-API-4, R-API-5). A wish is read whole, and every mistake told.
@Component
class KeyRules {
    static final int MOST_DAYS = 730;

    private final Catalogue catalogue;
    private final SignatureSchemes schemes;

    KeyRules(Catalogue catalogue, SignatureSchemes schemes) {
        this.catalogue = catalogue;
        this.schemes = schemes;
    }

    /// What is left of a wish once it is read.
    ///
    /// @param expiresAt null for never
    record Reach(
            Set<String> scopes,
            List<AddressRange> addresses,
            List<String> destinations,
            @Nullable Instant expiresAt) {}

    static boolean isName(String name) {
        return !name.isBlank() && name.codePointCount(0, name.length()) <= ApiKey.MOST_NAME && Plain.isHarmless(name);
    }

    /// What is wrong with the part of a wish that never changes later.
    Mistakes ofMaking(Wish wish) {
        Mistakes mistakes = isName(wish.name()) ? Mistakes.NONE : Mistakes.in("name", "apikey.mistake.name");
        Optional<Algorithm> algorithm = algorithm(wish);
        if (algorithm.isEmpty()) {
            return mistakes.and("signing", "apikey.mistake.signing");
        }
        return algorithm.get().isShared()
                        || PublicKeyText.read(wish.publicKey()).isPresent()
                ? mistakes
                : mistakes.and("public-key", "apikey.mistake.public-key");
    }

    /// A new shared secret, as its holder gets it.
    Secret newSecret(String scheme) {
        boolean base64 = schemes.find(scheme).orElseThrow().base64Secret();
        return new Secret(base64 ? Base64.getEncoder().encodeToString(Tokens.random(48)) : Tokens.create());
    }

    /// Empty when a key of this kind cannot sign so.
    Optional<Algorithm> algorithm(Wish wish) {
        return schemes.offered().stream()
                .filter(scheme -> scheme.name().equals(wish.scheme()))
                .flatMap(scheme -> schemes.algorithms(scheme, wish.kind()).stream())
                .filter(one -> one.word().equals(wish.algorithm()))
                .findFirst();
    }

    /// What is wrong with the part that can change.
    Mistakes ofReach(Wish wish) {
        Mistakes mistakes = Mistakes.NONE;
        if (wish.scopes().isEmpty() || !wish.scopes().stream().allMatch(name -> mayHold(wish.kind(), name))) {
            mistakes = mistakes.and("scopes", "apikey.mistake.scopes");
        }
        List<String> addresses = Wish.items(wish.addresses());
        if (addresses.size() > ApiKey.MOST_ADDRESSES
                || addresses.stream().anyMatch(text -> AddressRange.read(text).isEmpty())) {
            mistakes = mistakes.and("addresses", "apikey.mistake.addresses", "most", ApiKey.MOST_ADDRESSES);
        } else if (wish.kind() == KeyKind.WITHDRAW && addresses.isEmpty()) {
            mistakes = mistakes.and("addresses", "apikey.mistake.addresses-needed");
        }
        List<String> destinations = Wish.items(wish.destinations());
        boolean right = wish.kind() == KeyKind.WITHDRAW
                ? !destinations.isEmpty()
                        && destinations.size() <= ApiKey.MOST_DESTINATIONS
                        && destinations.stream().allMatch(id -> id.matches("[A-Za-z0-9_-]{1,64}"))
                : destinations.isEmpty();
        if (!right) {
            mistakes = mistakes.and("destinations", "apikey.mistake.destinations", "most", ApiKey.MOST_DESTINATIONS);
        }
        long most = mostDays(wish.kind(), addresses.isEmpty());
        if (!wish.days().isEmpty() && (!wish.days().matches("[1-9]\\d{0,3}") || Integer.parseInt(wish.days()) > most)) {
            mistakes = mistakes.and("days", "apikey.mistake.days", "most", most);
        }
        return mistakes;
    }

    private boolean mayHold(KeyKind kind, String scope) {
        return catalogue.find(scope).filter(found -> kind.mayHold(found.kind())).isPresent();
    }

    static long mostDays(KeyKind kind, boolean open) {
        return open && kind.movesMoney() ? ApiKey.OPEN_LIFE.toDays() : MOST_DAYS;
    }

    /// Reads a wish in which nothing is wrong.
    ///
    /// @param before when the key ends now; null for never, or for one that is being made
    Reach reach(Wish wish, @Nullable Instant before, Instant now) {
        List<AddressRange> addresses = Wish.items(wish.addresses()).stream()
                .map(text -> AddressRange.read(text).orElseThrow())
                .distinct()
                .toList();
        Instant end = wish.days().isEmpty() ? before : now.plus(Duration.ofDays(Integer.parseInt(wish.days())));
        Instant latest = now.plus(ApiKey.OPEN_LIFE);
        if (addresses.isEmpty() && wish.kind().movesMoney() && (end == null || end.isAfter(latest))) {
            end = latest;
        }
        return new Reach(Set.copyOf(wish.scopes()), addresses, Wish.items(wish.destinations()), end);
    }

    /// Whether a key could do more than now, from more places, to more destinations, or for longer: that takes a proof.
    static boolean widens(ApiKey key, Reach reach) {
        boolean places = key.isOpen()
                ? false
                : reach.addresses().isEmpty()
                        || !reach.addresses().stream()
                                .allMatch(one -> key.addresses().stream().anyMatch(range -> range.contains(one)));
        return places
                || !key.scopes().containsAll(reach.scopes())
                || !Set.copyOf(key.destinations()).containsAll(reach.destinations())
                || isLater(reach.expiresAt(), key.expiresAt());
    }

    private static boolean isLater(@Nullable Instant end, @Nullable Instant before) {
        return before != null && (end == null || end.isAfter(before));
    }
}
