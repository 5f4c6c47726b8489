package dev.sallyport.apikey;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.who.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Gives a shared secret to a gateway that the operator has named for it. Each time stands in the holder's record, with
/// the gateway's name; what cannot be written down is not given.
@Component
class SecretReleases {
    private final KeyCache keys;
    private final Audit audit;
    private final Tx tx;
    private final Clock clock;

    SecretReleases(KeyCache keys, Audit audit, Tx tx, Clock clock) {
        this.keys = keys;
        this.audit = audit;
        this.tx = tx;
        this.clock = clock;
    }

    /// Empty when there is no such key that works, or it has no secret.
    Optional<String> release(ApiKeyId id, Service service, Caller caller) {
        return keys.find(id).filter(this::mayBeHeld).map(entry -> {
            ApiKey key = Objects.requireNonNull(entry.key());
            tx.run(() -> audit.record(
                    id.account(),
                    Fact.success("apikey.secret-released")
                            .from(caller)
                            .with("key", id.toString())
                            .with("keyKind", key.kind().word())
                            .with("name", key.name())
                            .with("service", service.name())));
            return new String(Objects.requireNonNull(entry.secret()), StandardCharsets.US_ASCII);
        });
    }

    private boolean mayBeHeld(KeyCache.Entry entry) {
        ApiKey key = Objects.requireNonNull(entry.key());
        return entry.secret() != null && key.isLive(clock.instant()) && key.frozenAt() == null;
    }
}
