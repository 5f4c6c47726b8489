package dev.sallyport.audit;

import dev.sallyport.audit.Finding.Kind;
import dev.sallyport.base.who.AccountId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Walks all facts, and beside them what is known about them elsewhere: heads that a checkpoint has signed,
/// and facts that wait for one.
final class ChainWalk {
    private static final int ROWS = 1_000;

    private final Connection connection;
    private long facts;
    private long chains;
    private long uncovered;

    private @Nullable UUID account;
    private long seq;
    private byte[] hash = AuditFormat.beginning();
    /// The last fact of this chain that a checkpoint has signed.
    private long signedUpTo;

    private boolean known;

    ChainWalk(Connection connection) {
        this.connection = connection;
    }

    long facts() {
        return facts;
    }

    long chains() {
        return chains;
    }

    long uncovered() {
        return uncovered;
    }

    /// One fact as it stands.
    private record Row(UUID account, long seq, Instant at, String kind, boolean succeeded, byte[] detail, byte[] hash) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getObject("account_id", UUID.class),
                    row.getLong("seq"),
                    row.getTimestamp("at").toInstant(),
                    row.getString("kind"),
                    row.getBoolean("succeeded"),
                    row.getBytes("detail"),
                    row.getBytes("hash"));
        }

        /// Whether it was written at this place, after this hash.
        boolean fits(byte[] previous, long place) {
            return Arrays.equals(AuditFormat.fact(previous, account, place, at, kind, succeeded, detail), hash);
        }
    }

    /// A place that must exist.
    ///
    /// @param hash what it must be; null for a fact that waits for its first checkpoint
    private record Known(UUID account, long seq, byte @Nullable [] hash) {}

    Optional<Finding> walk() throws SQLException {
        try (PreparedStatement all = cursor("SELECT * FROM audit_fact ORDER BY account_id, seq");
                ResultSet rows = all.executeQuery();
                PreparedStatement allKnown = cursor("""
                        SELECT account_id, seq, hash FROM audit_anchor
                        UNION ALL SELECT account_id, seq, NULL FROM audit_touched
                        ORDER BY account_id, seq
                        """);
                ResultSet knownRows = allKnown.executeQuery()) {
            Known next = next(knownRows);
            while (rows.next()) {
                Row row = Row.read(rows);
                if (next != null && isBefore(next, row)) {
                    return gone(next, row);
                }
                Optional<Finding> finding = follow(row);
                if (finding.isPresent()) {
                    return finding;
                }
                while (next != null && next.account().equals(row.account()) && next.seq() == row.seq()) {
                    finding = meet(row, next);
                    if (finding.isPresent()) {
                        return finding;
                    }
                    next = next(knownRows);
                }
            }
            return next != null ? gone(next, null) : endOfChain();
        }
    }

    /// The next fact after the one before.
    private Optional<Finding> follow(Row row) throws SQLException {
        if (!row.account().equals(account)) {
            Optional<Finding> end = endOfChain();
            if (end.isPresent()) {
                return end;
            }
            account = row.account();
            seq = 0;
            hash = AuditFormat.beginning();
            signedUpTo = 0;
            chains++;
        }
        if (row.seq() != seq + 1) {
            return found(Kind.MISSING, seq + 1, "it is gone; the next that is there is " + row.seq() + ".");
        }
        if (!row.fits(hash, row.seq())) {
            long elsewhere = placeOfWhatBelongsHere();
            return elsewhere > 0
                    ? found(
                            Kind.OUT_OF_ORDER,
                            row.seq(),
                            "another fact stands in its place; its own now stands at " + elsewhere + ".")
                    : found(
                            Kind.EDITED,
                            row.seq(),
                            "it is not what was recorded: it, or what stood before it, was changed.");
        }
        seq = row.seq();
        hash = row.hash();
        known = false;
        facts++;
        return Optional.empty();
    }

    private Optional<Finding> meet(Row row, Known next) {
        byte[] signed = next.hash();
        known = true;
        if (signed == null) {
            uncovered++;
            return Optional.empty();
        }
        if (!Arrays.equals(signed, row.hash())) {
            return found(
                    Kind.REWRITTEN,
                    row.seq(),
                    "the chain was written anew up to here, beginning somewhere after " + signedUpTo
                            + "; the signed checkpoint knows another.");
        }
        signedUpTo = row.seq();
        return Optional.empty();
    }

    /// Something is known about a place at which nothing stands.
    private Optional<Finding> gone(Known known, @Nullable Row after) {
        boolean sameAsBefore = known.account().equals(account);
        boolean middle = after != null && after.account().equals(known.account());
        long first = sameAsBefore ? seq + 1 : 1;
        return Optional.of(new Finding(
                middle ? Kind.MISSING : Kind.CUT_TAIL,
                new AccountId(known.account()),
                first,
                middle
                        ? "it is gone; later ones are there."
                        : "it is gone, and all after it up to at least " + known.seq()
                                + ": the end of the chain was cut off."));
    }

    private Optional<Finding> endOfChain() {
        return account == null || known
                ? Optional.empty()
                : found(
                        Kind.UNCOVERED,
                        seq,
                        "no checkpoint covers it and none is going to: somebody took it from the list of what is new.");
    }

    /// Looks through the chain for the fact that was written at the present place.
    private long placeOfWhatBelongsHere() throws SQLException {
        try (PreparedStatement chain = cursor("SELECT * FROM audit_fact WHERE account_id = ? ORDER BY seq")) {
            chain.setObject(1, account);
            try (ResultSet rows = chain.executeQuery()) {
                while (rows.next()) {
                    Row row = Row.read(rows);
                    if (row.fits(hash, seq + 1)) {
                        return row.seq();
                    }
                }
                return 0;
            }
        }
    }

    private static @Nullable Known next(ResultSet rows) throws SQLException {
        return rows.next()
                ? new Known(rows.getObject("account_id", UUID.class), rows.getLong("seq"), rows.getBytes("hash"))
                : null;
    }

    /// PostgreSQL orders UUIDs by their unsigned bytes, Java does not.
    private static boolean isBefore(Known known, Row row) {
        int high = Long.compareUnsigned(
                known.account().getMostSignificantBits(), row.account().getMostSignificantBits());
        int low = Long.compareUnsigned(
                known.account().getLeastSignificantBits(), row.account().getLeastSignificantBits());
        int order = high != 0 ? high : low;
        return order < 0 || (order == 0 && known.seq() < row.seq());
    }

    private Optional<Finding> found(Kind kind, long place, String sentence) {
        UUID owner = account;
        return Optional.of(new Finding(kind, owner == null ? null : new AccountId(owner), place, sentence));
    }

    private PreparedStatement cursor(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(ROWS);
        return statement;
    }
}
