package dev.sallyport.base.db;

import dev.sallyport.base.http.Refused;
import dev.sallyport.wire.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Transactions that can be seen: what stands between the braces of `tx.run(…)` happens whole or not at all.
/// A nested call joins the outer one. State change, audit fact and notice belong into the same one.
@Component
public final class Tx {
    private static final int MOST_TRIES = 40;
    // SQL states.
    private static final String FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String DUPLICATE = "23505";
    private static final long PAUSE_NANOS = 2_000_000;

    private final TransactionTemplate template;
    private final TransactionTemplate serializable;

    Tx(PlatformTransactionManager manager) {
        this.template = new TransactionTemplate(manager);
        this.serializable = new TransactionTemplate(manager);
        serializable.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
    }

    /// For a command, which has a connection of its own.
    public static Tx over(DataSource dataSource) {
        return new Tx(new DataSourceTransactionManager(dataSource));
    }

    public void run(Runnable work) {
        template.executeWithoutResult(status -> work.run());
    }

    public <T extends @Nullable Object> T run(Supplier<T> work) {
        return template.execute(status -> work.get());
    }

    /// As if it were alone: what it read is true until it commits, or it begins anew (PostgreSQL
    /// 13.2.3). The work may therefore run several times, and must do nothing outside the database. A
    /// number that is counted on from what was read, such as a fact's in its chain, can meet one that
    /// others have taken since: that too is tried again, and is a mistake only when it stays (13.5).
    ///
    /// @throws Refused `BUSY` when others were faster every time
    public <T extends @Nullable Object> T serializable(Supplier<T> work) {
        mustNotBeOpen();
        for (int i = 1; i <= MOST_TRIES; i++) {
            try {
                return serializable.execute(status -> work.get());
            } catch (DataAccessException e) {
                boolean isDuplicate = hasState(e, DUPLICATE);
                if (!(isDuplicate || hasState(e, FAILURE) || hasState(e, DEADLOCK))
                        || (isDuplicate && i == MOST_TRIES)) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(i * PAUSE_NANOS));
            }
        }
        throw new Refused(ErrorCode.BUSY, "not serialised in " + MOST_TRIES + " tries", Duration.ofSeconds(1));
    }

    private static boolean hasState(DataAccessException e, String state) {
        return NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException cause
                && state.equals(cause.getSQLState());
    }

    /// For what makes sense as a part of somebody's transaction only.
    public void mustBeOpen() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("this belongs into the transaction of a change, and there is none");
        }
    }

    /// For work that is dear, or that a rollback must not undo.
    public void mustNotBeOpen() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("this does not belong into a transaction, and there is one");
        }
    }

    /// Runs `work` once the surrounding transaction has been committed, and never when it has been rolled
    /// back; at once when there is none.
    public void afterCommit(Runnable work) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            work.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }
}
