package dev.sallyport.audit;

import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/// Writes and reads the record of security facts.
@Component
public final class Audit {
    private static final String COLUMN = "audit_fact.detail";
    private static final int MOST = 200;

    private final AuditStore store;
    private final Vault vault;
    private final Tx tx;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ObjectProvider<Witness> witnesses;
    private final JsonMapper json = JsonMapper.builder().build();

    Audit(AuditStore store, Vault vault, Tx tx, Clock clock, MeterRegistry meters, ObjectProvider<Witness> witnesses) {
        this.store = store;
        this.vault = vault;
        this.tx = tx;
        this.clock = clock;
        this.meters = meters;
        this.witnesses = witnesses;
    }

    /// Records a fact in the caller's transaction: with it, or not at all. The account's data key must exist.
    ///
    /// Until the transaction ends, nobody else can add to this account's record; so record last, after slow
    /// work. Two accounts in one transaction come in the order of their ids, or two such transactions may
    /// wait for each other.
    public void record(AccountId account, Fact fact) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    fact.kind() + " was recorded outside a transaction; it belongs into that of the change");
        }
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        byte[] detail = vault.close(account, COLUMN, FactDetail.of(fact).toJson(json));
        var appended = store.append(account, at, fact.kind(), fact.succeeded(), detail);
        witnesses.forEach(witness -> witness.recorded(account, appended.seq(), at, fact));
        tx.afterCommit(() -> {
            AuditLog.write(account, at, fact, appended);
            meters.counter(
                            "sallyport.audit.facts",
                            "kind",
                            fact.kind(),
                            "outcome",
                            fact.succeeded() ? "success" : "failure")
                    .increment();
        });
    }

    /// A try that a limit refused: counted, and never chained, so that no stranger can make a holder's record
    /// grow or keep it locked.
    public void refused(String kind) {
        meters.counter("sallyport.audit.refused", "kind", kind).increment();
    }

    /// The chain that takes what was tried with an identifier that nobody has. It has a data key like any
    /// account, so that known and unknown take the same way and the same time.
    ///
    /// @param index the identifier's blind index; the same identifier always leads to the same chain
    public AccountId nobody(byte[] index) {
        return Nobody.of(index);
    }

    /// The account's facts, newest first.
    ///
    /// @param kindPrefix such as `session.`; empty for all
    /// @param before only facts with a lower number; `Long.MAX_VALUE` for the newest
    /// @param limit at most this many, and never more than 200
    public List<Entry> timeline(AccountId account, String kindPrefix, long before, int limit) {
        return store.before(account, kindPrefix, before, Math.clamp(limit, 1, MOST)).stream()
                .map(row -> open(account, row))
                .toList();
    }

    /// The account's facts in the order of their chain.
    ///
    /// @param after only facts with a higher number; 0 for all
    /// @param limit at most this many, and never more than 200
    public List<Entry> since(AccountId account, long after, int limit) {
        return store.after(account, after, Math.clamp(limit, 1, MOST)).stream()
                .map(row -> open(account, row))
                .toList();
    }

    private Entry open(AccountId account, AuditStore.Row row) {
        var detail = FactDetail.fromJson(json, vault.open(account, COLUMN, row.detail()));
        return new Entry(
                row.seq(),
                row.at(),
                row.kind(),
                row.succeeded(),
                detail.sessionId(),
                detail.deviceId(),
                detail.address(),
                detail.agent(),
                detail.detail());
    }
}
