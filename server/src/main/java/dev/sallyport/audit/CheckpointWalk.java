package dev.sallyport.audit;

import dev.sallyport.audit.Finding.Kind;
import dev.sallyport.base.crypto.Scheme;
import dev.sallyport.base.crypto.Signing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Walks the checkpoints and their heads side by side, then lays the anchor file beside them.
final class CheckpointWalk {
    private static final int ROWS = 1_000;

    private final Connection connection;
    private final Map<String, PublicKey> signers;
    private long count;

    CheckpointWalk(Connection connection, Map<String, PublicKey> signers) {
        this.connection = connection;
        this.signers = signers;
    }

    long count() {
        return count;
    }

    Optional<Finding> walk() throws SQLException {
        try (PreparedStatement all = cursor("SELECT * FROM audit_checkpoint ORDER BY number");
                ResultSet rows = all.executeQuery();
                PreparedStatement allHeads = cursor(
                        "SELECT checkpoint, account_id, seq, hash FROM audit_anchor ORDER BY checkpoint, account_id");
                ResultSet heads = allHeads.executeQuery()) {
            byte[] previous = AuditFormat.beginning();
            boolean more = heads.next();
            while (rows.next()) {
                Checkpoint c = CheckpointStore.read(rows);
                if (c.number() != count + 1) {
                    return found(
                            Kind.CHECKPOINT_MISSING,
                            count + 1,
                            "it is gone, and a later one is there. Facts may be too.");
                }
                MessageDigest digest = AuditFormat.heads();
                int number = 0;
                while (more && heads.getLong("checkpoint") <= c.number()) {
                    AuditFormat.add(
                            digest,
                            heads.getObject("account_id", UUID.class),
                            heads.getLong("seq"),
                            heads.getBytes("hash"));
                    number++;
                    more = heads.next();
                }
                if (number != c.heads() || !Arrays.equals(digest.digest(), c.headsDigest())) {
                    return found(
                            Kind.CHECKPOINT_FORGED,
                            c.number(),
                            "the heads of chains that it stands for were changed (" + number + " of " + c.heads()
                                    + " are there).");
                }
                byte[] hash = AuditFormat.checkpoint(c.number(), c.at(), c.heads(), c.headsDigest(), previous);
                if (!Arrays.equals(hash, c.hash()) || !signed(c.keyId(), c.hash(), c.signature())) {
                    return found(
                            Kind.CHECKPOINT_FORGED,
                            c.number(),
                            "it was changed, or not signed by a key of the ring (" + c.keyId() + ").");
                }
                previous = c.hash();
                count++;
            }
            return more
                    ? found(Kind.CHECKPOINT_MISSING, count + 1, "it is gone, and heads that belong to it are there.")
                    : Optional.empty();
        }
    }

    Optional<Finding> compare(Path file) throws SQLException {
        if (!Files.exists(file)) {
            return found(Kind.ANCHOR_FORGED, 1, "the anchor file " + file + " is not there.");
        }
        try (PreparedStatement one =
                connection.prepareStatement("SELECT hash FROM audit_checkpoint WHERE number = ?")) {
            var lines = new Comparison(one);
            AnchorFile.read(file, lines);
            if (lines.trouble != null) {
                throw lines.trouble;
            }
            return Optional.ofNullable(lines.finding);
        }
    }

    /// Each line in turn: without gaps, signed by us, and known to the database.
    private final class Comparison implements AnchorFile.Reader {
        private final PreparedStatement one;
        private long expected;
        private @org.jspecify.annotations.Nullable Finding finding;
        private @org.jspecify.annotations.Nullable SQLException trouble;

        Comparison(PreparedStatement one) {
            this.one = one;
        }

        @Override
        public boolean line(AnchorFile.Line line) {
            try {
                finding = check(line).orElse(null);
            } catch (SQLException e) {
                trouble = e;
            }
            return finding == null && trouble == null;
        }

        private Optional<Finding> check(AnchorFile.Line line) throws SQLException {
            if (expected != 0 && line.number() != expected) {
                return found(Kind.ANCHOR_FORGED, expected, "its line in the anchor file is gone.");
            }
            expected = line.number() + 1;
            if (!signed(line.key(), line.hashBytes(), line.signatureBytes())) {
                return found(Kind.ANCHOR_FORGED, line.number(), "its line in the anchor file was not signed by us.");
            }
            one.setLong(1, line.number());
            try (ResultSet row = one.executeQuery()) {
                if (!row.next()) {
                    return found(
                            Kind.OLDER_THAN_ANCHORS,
                            line.number(),
                            "it was made at " + line.at() + " and the database ends before it: the end of the record"
                                    + " was cut off, or an older copy was put in its place.");
                }
                return Arrays.equals(row.getBytes(1), line.hashBytes())
                        ? Optional.empty()
                        : found(
                                Kind.OLDER_THAN_ANCHORS,
                                line.number(),
                                "the anchor file has another one of " + line.at()
                                        + ": an older copy of the record was put in its place and went on from there.");
            }
        }
    }

    private boolean signed(String keyId, byte[] hash, byte[] signature) {
        PublicKey key = signers.get(keyId);
        if (key == null) {
            return false;
        }
        try {
            return Signing.isSigned(Scheme.ED25519, key, hash, signature);
        } catch (GeneralSecurityException e) {
            // What cannot be a signature is none.
            return false;
        }
    }

    private PreparedStatement cursor(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(ROWS);
        return statement;
    }

    private static Optional<Finding> found(Kind kind, long number, String sentence) {
        return Optional.of(new Finding(kind, null, number, sentence));
    }
}
