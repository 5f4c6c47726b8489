package dev.sallyport.session;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// What sessions need around them: the policy of their life, the closing of what was seen, and a place for
/// work that nobody waits for.
@Component
class SessionCare implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(SessionCare.class);

    static final String SEEN = "session.seen";

    private final Config.Sessions policy;
    private final Vault vault;
    private final Sight sight;
    private final ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor();
    /// Notes of use must never take the whole pool of connections from those who wait for an answer.
    private final Semaphore few = new Semaphore(2);

    SessionCare(Config config, Vault vault, Sight sight) {
        this.policy = config.sessions();
        this.vault = vault;
        this.sight = sight;
    }

    Duration idle(boolean shared) {
        return shared ? policy.sharedIdle() : policy.idle();
    }

    Duration absolute() {
        return policy.absolute();
    }

    int most() {
        return policy.most();
    }

    byte[] close(AccountId account, Caller caller) {
        return vault.close(account, SEEN, sight.of(caller).toJson());
    }

    Seen open(AccountId account, byte[] closed) {
        return Seen.fromJson(vault.openText(account, SEEN, closed));
    }

    /// Runs soon, without anybody waiting. A failure costs at most a minute of a session's idle time and is
    /// logged.
    void beside(Runnable work) {
        beside.execute(() -> {
            few.acquireUninterruptibly();
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("a session's use was not noted: {}", e.getMessage());
            } finally {
                few.release();
            }
        });
    }

    @Override
    public void destroy() {
        beside.close();
    }
}
