package dev.sallyport.session;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
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
    private final Stamps stamps;
    private final DeviceStore devices;
    private final ObjectProvider<SessionEnds> hanging;
    private final boolean bindable;
    private final ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor();
    /// Notes of use must never take the whole pool of connections from those who wait for an answer.
    private final Semaphore few = new Semaphore(2);

    SessionCare(
            Config config,
            Vault vault,
            Sight sight,
            Stamps stamps,
            DeviceStore devices,
            ObjectProvider<SessionEnds> hanging) {
        this.policy = config.sessions();
        this.vault = vault;
        this.sight = sight;
        this.stamps = stamps;
        this.devices = devices;
        this.hanging = hanging;
        // The draft takes https and localhost only; over anything else a browser would ignore the offer.
        this.bindable = "https".equals(config.origin().getScheme())
                || "localhost".equals(config.origin().getHost());
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

    /// The offer to bind a session, as the header `Secure-Session-Registration` makes it.
    @Nullable
    String offer(SessionToken token) {
        return bindable
                ? "(ES256 RS256);path=\"" + Bindings.REGISTRATION + "\";challenge=\""
                        + stamps.create("dbsc-registration", Bindings.boundTo(token)) + "\""
                : null;
    }

    void ended(AccountId account, List<SessionId> sessions, String reason) {
        hanging.forEach(one -> one.ended(account, sessions, reason));
    }

    void endedAllBut(AccountId account, UUID kept, List<SessionId> sessions, String reason) {
        hanging.forEach(one -> one.endedAllBut(account, kept, sessions, reason));
    }

    /// Takes their trust from the others, and lets them settle anew.
    ///
    /// @return the devices that were trusted
    List<DeviceId> distrustAllBut(AccountId account, @Nullable DeviceId keep, Instant now) {
        devices.unsettleAllBut(account, keep, now);
        return devices.distrustAllBut(account, keep);
    }

    Seen see(Caller caller) {
        return sight.of(caller);
    }

    Trace trace(Seen seen) {
        return sight.trace(seen);
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
