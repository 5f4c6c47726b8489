package dev.sallyport.account;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Whether the service demands a second proof from everybody, and from when on of this account. The time of grace is
/// counted from the opening of the account, and for those that were there before from when the demand began.
@Component
public final class ProofDemand {
    private final JdbcClient jdbc;
    private final AccountStore accounts;
    private final Proofs proofs;
    private final Config config;
    private final Clock clock;
    private volatile @Nullable Instant since;
    private volatile boolean withdrawn;

    ProofDemand(JdbcClient jdbc, AccountStore accounts, Proofs proofs, Config config, Clock clock) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.proofs = proofs;
        this.config = config;
        this.clock = clock;
    }

    /// When an account without a second proof must have one; empty while nothing is demanded of it.
    public Optional<Instant> until(AccountId account) {
        if (!config.secondProof().required()) {
            withdraw();
            return Optional.empty();
        }
        return ProofPolicy.hasSecond(proofs.kinds(account))
                ? Optional.empty()
                : accounts.find(account)
                        .map(row -> later(row.account().createdAt(), since())
                                .plus(config.secondProof().grace()));
    }

    /// Whether that time is over.
    public boolean isDue(AccountId account) {
        return until(account).filter(end -> !clock.instant().isBefore(end)).isPresent();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Instant since() {
        Instant known = since;
        if (known == null) {
            jdbc.sql("INSERT INTO proof_demand (since) VALUES (:now) ON CONFLICT (one) DO NOTHING")
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
            known = jdbc.sql("SELECT since FROM proof_demand")
                    .query((row, n) -> row.getTimestamp("since").toInstant())
                    .single();
            since = known;
        }
        return known;
    }

    /// Whoever demands it again later gives everybody the time of grace again.
    private void withdraw() {
        if (!withdrawn) {
            jdbc.sql("DELETE FROM proof_demand").update();
            withdrawn = true;
        }
    }
}
