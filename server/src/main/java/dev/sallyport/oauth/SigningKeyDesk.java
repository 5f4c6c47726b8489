package dev.sallyport.oauth;

import dev.sallyport.base.config.Config;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// What an operator does with the keys that tokens are signed with, while no node need run. It cannot sign, or make a
/// key: it has no key ring.
public final class SigningKeyDesk {
    private final SigningKeyStore store;
    private final Clock clock;

    private SigningKeyDesk(SigningKeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public static <T> T with(Config config, Clock clock, Function<SigningKeyDesk, T> work) {
        return Clients.over(config, jdbc -> work.apply(new SigningKeyDesk(new SigningKeyStore(jdbc), clock)));
    }

    /// One that counts.
    public record Listed(String id, Instant createdAt) {}

    /// The newest first.
    public List<Listed> list() {
        return store.all().stream()
                .map(row -> new Listed(row.id(), row.createdAt()))
                .toList();
    }

    /// Takes a key back that somebody else may have. Running nodes forget it at once, and make another.
    ///
    /// @return false when there is none such
    public boolean withdraw(String id) {
        return store.withdraw(id, clock.instant());
    }
}
