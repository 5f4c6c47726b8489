package dev.sallyport.apikey;

import java.util.List;
import java.util.Set;

/// What somebody asks of a key, as he typed it.
///
/// @param addresses and `destinations`, one a line or parted by commas
/// @param days after how many it ends; empty for as long as the rules let it, or, of a key that is there, for no change
/// @param publicKey for an Ed25519 key; empty for a shared secret
public record Wish(
        KeyKind kind,
        String scheme,
        String algorithm,
        String name,
        Set<String> scopes,
        String addresses,
        String destinations,
        String days,
        String publicKey) {
    static List<String> items(String text) {
        return text.strip().isEmpty()
                ? List.of()
                : List.of(text.strip().split("[\\s,]+")).stream().distinct().toList();
    }

    /// The same of a key that is there: what cannot change is taken from it.
    static Wish of(ApiKey key, Set<String> scopes, String addresses, String destinations, String days) {
        return new Wish(
                key.kind(),
                key.scheme(),
                key.algorithm().word(),
                key.name(),
                scopes,
                addresses,
                destinations,
                days,
                "");
    }
}
