package dev.sallyport.password;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.password.PasswordStore.Kind;
import dev.sallyport.password.PasswordStore.Peppered;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/// What a check costs for an account that does not exist: as much as for one that does. While accounts have
/// hashes of several kinds, after an import or a change of the parameters, so do those that do not exist, in
/// the same shares; else the time would say of each older hash that it is somebody's (A5).
@Component
final class Decoys implements InitializingBean {
    private static final Logger LOG = LoggerFactory.getLogger(Decoys.class);
    /// Kinds come by an import or a restart and go with sign-ins; counting them reads the whole table.
    static final Duration KEPT = Duration.ofHours(1);

    private final PasswordStore store;
    private final Clock clock;
    private final AtomicBoolean counting = new AtomicBoolean();
    private volatile Counted counted = new Counted(List.of(), 0, Instant.EPOCH);

    private record Counted(List<Kind> kinds, long all, Instant at) {}

    Decoys(PasswordStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void afterPropertiesSet() {
        countBeside();
    }

    /// Nobody waits for the count, or the first of an hour would be seen to.
    private void countBeside() {
        if (counting.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> {
                counted = count();
                counting.set(false);
            });
        }
    }

    private Counted count() {
        Instant now = clock.instant();
        try {
            List<Kind> kinds = store.kinds();
            return new Counted(kinds, kinds.stream().mapToLong(Kind::count).sum(), now);
        } catch (RuntimeException e) {
            LOG.warn("the kinds of hashes could not be counted: {}", e.getMessage());
            return new Counted(counted.kinds(), counted.all(), now);
        }
    }

    /// A record of the kind that this number would have, if it were an account's. Empty while no account has a
    /// password.
    Optional<Peppered> of(AccountId nobody) {
        Counted known = counted;
        if (known.at().plus(KEPT).isBefore(clock.instant())) {
            countBeside();
        }
        if (known.all() == 0) {
            return Optional.empty();
        }
        long place = Math.floorMod(
                nobody.value().getMostSignificantBits() ^ nobody.value().getLeastSignificantBits(), known.all());
        for (Kind kind : known.kinds()) {
            place -= kind.count();
            if (place < 0) {
                return Optional.of(kind.example());
            }
        }
        return Optional.empty();
    }
}
