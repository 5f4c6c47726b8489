package dev.sallyport.withdrawal;

import dev.sallyport.apikey.ApiKey;
import dev.sallyport.apikey.ApiKeyId;
import dev.sallyport.apikey.ApiKeys;
import dev.sallyport.apikey.KeyKind;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What a holder's own program may ask for by its API key (R-API-1). A key that may withdraw sends to those
/// destinations of the address book that it was made with, whether the list binds everything else or not.
@Component
class ProgramKeys {
    private final ApiKeys keys;
    private final Destinations destinations;

    ProgramKeys(ApiKeys keys, Destinations destinations) {
        this.keys = keys;
        this.destinations = destinations;
    }

    /// Why this key may not ask for this, in the withdrawal's own transaction; empty where it may, and where no key
    /// asked.
    Optional<Decision> refusal(Asked asked, Instant now) {
        ApiKeyId id = asked.key();
        if (id == null) {
            return Optional.empty();
        }
        Optional<ApiKey> key = keys.find(asked.account(), id.key())
                .filter(one -> one.frozenAt() == null && mayAsk(one.kind(), asked.exit()));
        if (key.isEmpty()) {
            return Optional.of(Decision.refused("key-unfit"));
        }
        return key.get().kind() == KeyKind.WITHDRAW
                ? destinations.refusalAmong(key.get().destinations(), asked, now)
                : Optional.empty();
    }

    private static boolean mayAsk(KeyKind kind, Exit exit) {
        return switch (kind) {
            case READ -> false;
            case TRADE -> exit == Exit.CONVERT;
            case TRANSFER -> exit == Exit.INTERNAL || exit == Exit.SUB_ACCOUNT;
            case WITHDRAW -> true;
        };
    }
}
