package dev.sallyport.client;

import java.util.List;
import java.util.Set;

/// What an [ApiRequestVerifier] says of a request. Only [Good] lets anybody in.
public sealed interface ApiVerdict {
    /// It is good, now, and used up: the same one is refused from here on.
    ///
    /// @param account whose key signed it
    /// @param key the key's id, `sk_…`
    /// @param kind `read`, `trade`, `transfer` or `withdraw`
    /// @param scopes what the key may do, of your catalogue
    /// @param destinations for a withdraw key, the only ones it may send to
    record Good(String account, String key, String kind, Set<String> scopes, List<String> destinations)
            implements ApiVerdict {
        public Good {
            scopes = Set.copyOf(scopes);
            destinations = List.copyOf(destinations);
        }
    }

    /// It is not. Answer [#status], and [#code] if you like: neither is a secret.
    ///
    /// @param code a stable word, such as `bad-signature`; docs/api-keys.md lists them
    /// @param status 400, 401, 403 or 429
    record Bad(String code, int status) implements ApiVerdict {}

    /// It could not be found out. Answer 503 with `Retry-After: 1`, and let nobody in.
    ///
    /// @param detail for your log only
    record Unknown(String detail) implements ApiVerdict {}
}
