package dev.sallyport.signin;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Sees what no counter of one account can see: one password tried on many accounts, or very many failures in
/// all (R-RL-3). It then asks a puzzle of every stranger, and locks nobody.
@Component
class Spray {
    private static final Logger LOG = LoggerFactory.getLogger(Spray.class);
    static final Duration WINDOW = Duration.ofMinutes(10);
    static final Duration ALARM = Duration.ofMinutes(10);
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

    private final SprayStore store;
    private final Pepper pepper;
    private final Clock clock;
    private final Config.SignIns policy;
    private final Counter alarms;
    private volatile Instant alarmUntil = Instant.EPOCH;
    private volatile long lookedAt = System.nanoTime() - LOOK_AGAIN_NANOS;

    Spray(SprayStore store, Pepper pepper, Clock clock, Config config, MeterRegistry meters) {
        this.store = store;
        this.pepper = pepper;
        this.clock = clock;
        this.policy = config.signIns();
        this.alarms = meters.counter("sallyport.signin.alarms");
    }

    /// Notes a wrong password. Known and unknown accounts are noted alike.
    void failed(AccountId target, Secret password) {
        Instant now = clock.instant();
        byte[] mark = pepper.derive("spray.password", password.reveal().getBytes(StandardCharsets.UTF_8));
        // 24 bits: enough to see one password on many accounts, too few to find out a password by it.
        int tag = ByteBuffer.wrap(mark).getInt() >>> 8;
        byte[] hidden =
                Arrays.copyOf(pepper.derive("spray.account", target.toString().getBytes(StandardCharsets.UTF_8)), 16);
        var seen = store.note(tag, hidden, now, now.minus(WINDOW), policy.sprayAccounts(), policy.floodFailures());
        if (seen.sameTag() >= policy.sprayAccounts() || seen.all() >= policy.floodFailures()) {
            raise(now, seen);
        }
    }

    private void raise(Instant now, SprayStore.Counts seen) {
        if (now.plus(ALARM).isAfter(alarmUntil.plus(Duration.ofMinutes(1)))) {
            LOG.warn(
                    "Password spraying is suspected: one password on {} accounts, {} failures within {} minutes. "
                            + "Strangers solve a puzzle for {} minutes.",
                    seen.sameTag(),
                    seen.all(),
                    WINDOW.toMinutes(),
                    ALARM.toMinutes());
            alarms.increment();
            store.raise(now.plus(ALARM));
            alarmUntil = now.plus(ALARM);
        }
    }

    /// Whether strangers must solve a puzzle now. Asked of the database at most once a second.
    boolean alarmed() {
        if (System.nanoTime() - lookedAt > LOOK_AGAIN_NANOS) {
            lookedAt = System.nanoTime();
            alarmUntil = store.alarmUntil();
        }
        return clock.instant().isBefore(alarmUntil);
    }
}
