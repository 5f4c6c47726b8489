package dev.sallyport.oauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The access tokens that this node has found to be good, by their hashes. One that is remembered is asked of no
/// database: news that arrive say when it is over, see [TokenNews]. What is not good is not remembered: it can be good
/// again, such as when its session is freed, and strangers would fill the memory with it.
@Component
class SeenTokens {
    private final TokenNews news;
    private final Grants grants;
    private final Clock clock;
    private final Cache<ByteBuffer, Seen> seen = Caffeine.newBuilder()
            .maximumSize(50_000)
            .expireAfterWrite(Grant.ACCESS_LIFE)
            .build();

    SeenTokens(TokenNews news, Grants grants, Clock clock, MeterRegistry meters) {
        this.news = news;
        this.grants = grants;
        this.clock = clock;
        meters.gauge("sallyport.oauth.tokens.remembered", seen, Cache::estimatedSize);
    }

    /// A token that was good.
    ///
    /// @param grant what it came of; null for a client's own
    /// @param until when it is over by itself
    /// @param since the number of the last news before it was read
    record Seen(AccessTokens.Access access, @Nullable Grant grant, Instant until, long since) {
        private String owner() {
            AccountId account = access.account();
            return account == null ? access.client() : account.toString();
        }
    }

    /// What is read now; the number of its news is not its reader's to choose.
    record Read(AccessTokens.Access access, @Nullable Grant grant, Instant until) {}

    Optional<Seen> find(String token, Supplier<Optional<Read>> read) {
        ByteBuffer name = ByteBuffer.wrap(Tokens.hash(token));
        Seen known = seen.getIfPresent(name);
        if (known != null && isStill(known)) {
            return Optional.of(known);
        }
        long since = news.now();
        Optional<Seen> found = read.get().map(r -> new Seen(r.access(), r.grant(), r.until(), since));
        found.ifPresentOrElse(good -> seen.put(name, good), () -> seen.invalidate(name));
        return found;
    }

    /// Whether it is good at this moment, as far as this node can know it without the database.
    boolean isStill(Seen one) {
        Grant grant = one.grant();
        return clock.instant().isBefore(one.until())
                && news.isStill(one.since(), one.owner(), one.access().client())
                && (grant == null || grants.isStillAlive(grant));
    }
}
