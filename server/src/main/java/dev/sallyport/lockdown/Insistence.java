package dev.sallyport.lockdown;

import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.wire.ErrorCode;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Closing the doors is not given up because the database is just being replaced by its standby: it is tried for a
/// moment while somebody waits, and then until it is done, by this node. What makes the transaction fail for another
/// reason is a fault and is thrown.
@Component
class Insistence implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Insistence.class);
    private static final Duration WAITED_FOR = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    /// More than these at once are no holders any more.
    private static final int MOST = 10_000;

    private final Set<AccountId> pending = ConcurrentHashMap.newKeySet();
    private final ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor();

    /// Does it, and returns what came of it; empty when it goes on being tried.
    ///
    /// @param work one whole transaction, which finds out itself whether it is done already
    <T> Optional<T> insist(AccountId account, Supplier<T> work) {
        long end = System.nanoTime() + WAITED_FOR.toNanos();
        for (long pause = PAUSE_MILLIS; ; pause *= 2) {
            try {
                return Optional.of(work.get());
            } catch (DataAccessException | TransactionException e) {
                if (!mayPass(e)) {
                    throw e;
                }
                if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) > end) {
                    goOn(account, work);
                    return Optional.empty();
                }
                sleep(pause);
            }
        }
    }

    /// Whether it is still being tried here.
    boolean isPending(AccountId account) {
        return pending.contains(account);
    }

    private <T> void goOn(AccountId account, Supplier<T> work) {
        if (pending.size() >= MOST) {
            throw new Refused(ErrorCode.UNAVAILABLE, "too many lockdowns wait for the database");
        }
        if (!pending.add(account)) {
            return;
        }
        LOG.error("the doors of account {} are not closed yet: the database does not answer; trying on", account);
        beside.execute(() -> untilDone(account, work));
    }

    private <T> void untilDone(AccountId account, Supplier<T> work) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                sleep(LONGEST_PAUSE_MILLIS);
                try {
                    T _ = work.get();
                    LOG.info("the doors of account {} are closed now", account);
                    return;
                } catch (DataAccessException | TransactionException e) {
                    if (!mayPass(e)) {
                        throw e;
                    }
                }
            }
        } catch (RuntimeException e) {
            LOG.error("the doors of account {} could not be closed", account, e);
        } finally {
            pending.remove(account);
        }
    }

    /// No connection, no room, a server that stops or only reads, a row held for too long, a deadlock or a transaction
    /// that others overtook.
    private static boolean mayPass(Exception fault) {
        if (fault instanceof TransactionException || fault instanceof DataAccessResourceFailureException) {
            return true;
        }
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(fault);
        if (!(cause instanceof SQLException sql)) {
            return cause instanceof IOException;
        }
        String state = String.valueOf(sql.getSQLState());
        return state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("40")
                || state.equals("25006")
                || state.equals("55P03")
                || state.equals("null");
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void destroy() {
        beside.shutdownNow();
    }
}
