package dev.sallyport.audit;

import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the whole record and says whether it is as it was written. It needs a database user that may read
/// it, and the public keys; it uses none of the server's code paths that write. However long the record is,
/// it takes the same memory: everything is read once, in the order of the primary keys, in one snapshot.
public final class AuditVerification {
    private AuditVerification() {}

    /// What came of it.
    public sealed interface Outcome {
        /// @param uncovered facts so new that no checkpoint covers them yet
        record Whole(long facts, long chains, long checkpoints, long uncovered) implements Outcome {
            @Override
            public String toString() {
                return facts + " facts in " + chains + " chains, " + checkpoints + " checkpoints: whole"
                        + (uncovered == 0 ? "." : ". " + uncovered + " facts wait for the next checkpoint.");
            }
        }

        record Broken(Finding finding) implements Outcome {
            @Override
            public String toString() {
                return finding.toString();
            }
        }
    }

    /// @param url `jdbc:postgresql://…`
    /// @param signers public keys by id, as `KeyRing.signers` gives them
    /// @param anchors anchor files, of all nodes; may be empty, but then a cut that took the checkpoints
    ///     along is not seen
    /// @throws SQLException when the database cannot be read
    public static Outcome verify(
            String url, String user, String password, Map<String, PublicKey> signers, List<Path> anchors)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            // One snapshot for all that follows; and a cursor needs a transaction.
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return verify(connection, signers, anchors);
        }
    }

    private static Outcome verify(Connection connection, Map<String, PublicKey> signers, List<Path> anchors)
            throws SQLException {
        var checkpoints = new CheckpointWalk(connection, signers);
        Optional<Finding> finding = checkpoints.walk();
        if (finding.isPresent()) {
            return new Outcome.Broken(finding.get());
        }
        var chains = new ChainWalk(connection);
        finding = chains.walk();
        if (finding.isPresent()) {
            return new Outcome.Broken(finding.get());
        }
        // The server may be running and write on: a line of the file is younger than the snapshot then, and
        // its
        // checkpoint was committed before the line was written.
        connection.commit();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        for (Path file : anchors) {
            finding = checkpoints.compare(file);
            if (finding.isPresent()) {
                return new Outcome.Broken(finding.get());
            }
        }
        return new Outcome.Whole(chains.facts(), chains.chains(), checkpoints.count(), chains.uncovered());
    }
}
