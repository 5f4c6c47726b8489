package dev.sallyport.base.db;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Transactions that can be seen: what stands between the braces of `tx.run(…)` happens whole or not at all.
/// A nested call joins the outer one. State change, audit fact and notice belong into the same one.
@Component
public final class Tx {
    private final TransactionTemplate template;

    Tx(PlatformTransactionManager manager) {
        this.template = new TransactionTemplate(manager);
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
