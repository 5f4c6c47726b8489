package dev.sallyport.account;

import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.session.Devices;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Which proofs an account has, and had. Proofs do not know each other; the rules across them stand here and in
/// [ProofPolicy], and each proof writes its own rows in its own transaction.
///
/// Changes of one account queue up on its row, so that two of them cannot each leave the other's proof as the last.
/// Every change takes the trust away that devices were given (R-SU-1), is refused while the settings are locked
/// (R-LOCK-1), and holds the withdrawals where it changes a second proof (R-HOLD-1).
@Component
public final class Proofs {
    /// The kinds of proof; a new one is a new line here and in [ProofPolicy].
    public enum Kind {
        PASSWORD("pwd"),
        /// A code to an address that the account has. No proof of its own and never a second one: it goes along with
        /// a password that is alone, where the account hardly knows the device. RFC 8176 has no name for it.
        CONTACT_CODE("contact"),
        MESSAGE_CODE("sms"),
        /// RFC 8176 has no name for it.
        RECOVERY_CODE("recovery-code"),
        TOTP("otp"),
        PASSKEY("pop");

        private final String amr;

        Kind(String amr) {
            this.amr = amr;
        }

        /// Its name in tokens and answers (RFC 8176).
        public String amr() {
            return amr;
        }
    }

    /// One proof that the account has.
    public record Held(UUID id, Kind kind, Instant boundAt) {}

    /// What came of taking a proof away.
    public enum Removal {
        DONE,
        /// The account has no such proof.
        UNKNOWN,
        /// It is the last strong one; another must be bound first.
        LAST
    }

    private final JdbcClient jdbc;
    private final Devices devices;
    private final Holds holds;
    private final Locks locks;
    private final Tx tx;
    private final Clock clock;

    Proofs(JdbcClient jdbc, Devices devices, Holds holds, Locks locks, Tx tx, Clock clock) {
        this.jdbc = jdbc;
        this.devices = devices;
        this.holds = holds;
        this.locks = locks;
        this.tx = tx;
        this.clock = clock;
    }

    /// Notes a proof that was bound, in the caller's transaction.
    public void bound(AccountId account, Kind kind) {
        bound(account, kind, Uuid7.at(clock.instant().toEpochMilli()));
    }

    /// The same for a proof that has an id of its own.
    public void bound(AccountId account, Kind kind, UUID id) {
        bound(account, kind, id, null);
    }

    /// The same for a proof that was bound in a session or a sign-in.
    ///
    /// @param in as [#areBoundIn] asks for it
    public void bound(AccountId account, Kind kind, UUID id, byte @Nullable [] in) {
        queueUp(account);
        if (kind != Kind.PASSWORD) {
            // A password is also set where no lock can be: at sign-up.
            locks.mustBeOpen(account);
        }
        if (ProofPolicy.hasSecond(Set.of(kind))) {
            holds.placeUnlessNew(account, HoldCause.SECOND_REPLACED);
        }
        jdbc.sql("""
                INSERT INTO proof (account_id, proof_id, kind, bound_at, bound_in)
                VALUES (:account, :proof, :kind, :now, :in)
                """)
                .param("in", in, Types.BINARY)
                .param("account", account.value())
                .param("proof", id)
                .param("kind", kind.name())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        devices.distrustAll(account);
    }

    /// Notes that every proof of a kind is gone: it was replaced. What may not go is taken away by [#remove].
    public void removed(AccountId account, Kind kind) {
        queueUp(account);
        jdbc.sql("""
                UPDATE proof SET removed_at = :now
                WHERE account_id = :account AND kind = :kind AND removed_at IS NULL
                """)
                .param("account", account.value())
                .param("kind", kind.name())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        devices.distrustAll(account);
    }

    /// Takes one proof away unless it is the last strong one, in the caller's transaction. Of two that are taken
    /// away at once, one is the last.
    public Removal remove(AccountId account, UUID id) {
        queueUp(account);
        locks.mustBeOpen(account);
        List<Held> held = held(account);
        var one = held.stream().filter(h -> h.id().equals(id)).findFirst();
        if (one.isEmpty()) {
            return Removal.UNKNOWN;
        }
        if (!mayGo(one.get(), held)) {
            return Removal.LAST;
        }
        jdbc.sql("UPDATE proof SET removed_at = :now WHERE account_id = :account AND proof_id = :proof")
                .param("account", account.value())
                .param("proof", id)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        devices.distrustAll(account);
        if (ProofPolicy.hasSecond(Set.of(one.get().kind()))) {
            holds.place(account, HoldCause.SECOND_REPLACED);
        }
        return Removal.DONE;
    }

    /// Whether one may be taken away as things are now; [#remove] decides.
    public boolean mayGo(AccountId account, UUID id) {
        List<Held> held = held(account);
        return held.stream().filter(h -> h.id().equals(id)).allMatch(one -> mayGo(one, held));
    }

    private static boolean mayGo(Held one, List<Held> held) {
        List<Kind> others = held.stream()
                .filter(h -> !h.id().equals(one.id()))
                .map(Held::kind)
                .toList();
        return ProofPolicy.mayGo(one.kind(), others);
    }

    /// Another password stands in the place of the one before, in the caller's transaction.
    public void passwordReplaced(AccountId account) {
        locks.mustBeOpen(account);
        holds.place(account, HoldCause.PASSWORD_CHANGED);
    }

    /// The account has one more address, in the caller's transaction.
    void contactAdded(AccountId account) {
        locks.mustBeOpen(account);
        holds.placeUnlessNew(account, HoldCause.CONTACT_CHANGED);
    }

    /// An address went, or another is the first one now, in the caller's transaction.
    void contactChanged(AccountId account) {
        locks.mustBeOpen(account);
        holds.place(account, HoldCause.CONTACT_CHANGED);
    }

    /// Whether the holder has locked his settings: then nothing new is demanded of him that he could not do.
    public boolean areLocked(AccountId account) {
        return locks.settings(account).isPresent();
    }

    /// Lets changes of what the account's proofs hang on wait for each other, until the caller's
    /// transaction ends.
    public void queueUp(AccountId account) {
        tx.mustBeOpen();
        jdbc.sql("SELECT account_id FROM account WHERE account_id = :account FOR NO KEY UPDATE")
                .param("account", account.value())
                .query(UUID.class)
                .optional();
    }

    /// Whether a proof that can be a second one was taken away after `since`, or bound when that counts too. In the
    /// caller's transaction; a change of the account's proofs waits until its end.
    public boolean changedSince(AccountId account, Instant since, boolean boundCounts) {
        tx.mustBeOpen();
        return jdbc.sql("""
                SELECT EXISTS (
                    SELECT 1 FROM proof p
                    WHERE p.account_id = a.account_id AND p.kind IN ('TOTP', 'PASSKEY', 'MESSAGE_CODE')
                        AND (p.removed_at > :since OR (:bound AND p.bound_at > :since)))
                FROM account a WHERE a.account_id = :account FOR SHARE OF a
                """)
                .param("account", account.value())
                .param("since", Timestamp.from(since))
                .param("bound", boundCounts)
                .query(Boolean.class)
                .optional()
                .orElse(true);
    }

    /// What the account has now, oldest first.
    public List<Held> held(AccountId account) {
        return jdbc.sql("""
                SELECT proof_id, kind, bound_at FROM proof
                WHERE account_id = :account AND removed_at IS NULL ORDER BY bound_at, proof_id
                """)
                .param("account", account.value())
                .query((row, n) -> new Held(
                        row.getObject("proof_id", UUID.class),
                        Kind.valueOf(row.getString("kind")),
                        row.getTimestamp("bound_at").toInstant()))
                .list();
    }

    /// Whether all of these proofs were bound in one of these places.
    public boolean areBoundIn(AccountId account, Collection<UUID> proofs, Collection<byte[]> places) {
        return jdbc.sql("""
                SELECT count(*) FROM proof
                WHERE account_id = :account AND proof_id IN (:proofs) AND bound_in IN (:places)
                """)
                        .param("account", account.value())
                        .param("proofs", proofs)
                        .param("places", places)
                        .query(Integer.class)
                        .single()
                == proofs.size();
    }

    /// The kinds that the account has now.
    public Set<Kind> kinds(AccountId account) {
        return held(account).stream()
                .map(Held::kind)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM proof WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
