package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The keys that the server has published (RFC 7517), from its one address whatever a token says (A47).
/// A key that is not known makes the list be read again, but not more often than every ten seconds
/// however many such tokens come: the server publishes a key ten minutes before it signs with it.
final class Keys {
    /// How long the server lets its list be remembered; older ones are read again on the side.
    static final Duration FRESH = Duration.ofMinutes(5);
    /// A key that was taken back must stop to count, also while the list cannot be read.
    static final Duration OLDEST = Duration.ofHours(1);

    static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration PAUSE_WITHOUT_ANY = Duration.ofSeconds(1);
    private static final Duration CURRENT = Duration.ofSeconds(1);

    private record Known(Map<String, Jwk> keys, long readAt) {}

    private final URI address;
    private final Http http;
    private final LongSupplier nanos;
    private final Duration fresh;
    private final Duration oldest;
    private final Duration pause;
    /// Never more than an operator has typed.
    private final Set<String> withdrawn = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Known known;
    private @Nullable CompletableFuture<Boolean> reading;
    private long readingSince;
    private int round;

    private Keys(URI issuer, Http http, LongSupplier nanos, Duration fresh, Duration oldest, Duration pause) {
        this.address = URI.create(issuer + "/oauth2/jwks");
        this.http = http;
        this.nanos = nanos;
        this.fresh = fresh;
        this.oldest = oldest;
        this.pause = pause;
    }

    /// For whoever hears of keys that are withdrawn.
    static Keys remembered(URI issuer, Http http, LongSupplier nanos) {
        return new Keys(issuer, http, nanos, FRESH, OLDEST, PAUSE);
    }

    /// For whoever does not, and asks seldom: nothing that is older than a second counts.
    static Keys current(URI issuer, Http http, LongSupplier nanos) {
        return new Keys(issuer, http, nanos, CURRENT, CURRENT, CURRENT);
    }

    /// @return null when the server has published no such key
    /// @throws Unavailable when its list cannot be read
    @Nullable
    Jwk find(String id) throws Unavailable {
        Jwk key = withdrawn.contains(id) ? null : published(id);
        // Once more: it may have come while the list was read.
        return withdrawn.contains(id) ? null : key;
    }

    /// It counts no more, whatever a list says that something on the way has kept. Another signs in its
    /// place, perhaps since a moment ago.
    void withdraw(String id) {
        withdrawn.add(id);
        forgetAll();
    }

    /// None counts until the list was read again.
    synchronized void forgetAll() {
        known = null;
        reading = null;
        round++;
    }

    private @Nullable Jwk published(String id) throws Unavailable {
        Known current = known;
        if (current != null && age(current) <= oldest.toNanos()) {
            Jwk key = current.keys.get(id);
            if (key != null) {
                if (age(current) > fresh.toNanos()) {
                    var unused = read();
                }
                return key;
            }
        }
        boolean wasRead = await(read());
        current = known;
        if (current == null || (!wasRead && age(current) > oldest.toNanos())) {
            throw new Unavailable("the keys of " + address + " cannot be read");
        }
        Jwk key = current.keys.get(id);
        if (key == null && !wasRead) {
            throw new Unavailable("an unknown key, and those of " + address + " cannot be read");
        }
        return key;
    }

    private long age(Known current) {
        return nanos.getAsLong() - current.readAt;
    }

    /// At most one at a time, and the last one again when it was a moment ago.
    private synchronized CompletableFuture<Boolean> read() {
        CompletableFuture<Boolean> last = reading;
        long now = nanos.getAsLong();
        Duration least = known == null ? PAUSE_WITHOUT_ANY : pause;
        if (last != null && (!last.isDone() || now - readingSince < least.toNanos())) {
            return last;
        }
        readingSince = now;
        int ofRound = round;
        reading = http.get(address)
                .thenApply(answer -> keep(answer, new Read(ofRound, now)))
                .exceptionally(e -> false);
        return reading;
    }

    private record Read(int round, long since) {}

    private boolean keep(HttpResponse<byte[]> answer, Read read) {
        if (answer.statusCode() != 200) {
            return false;
        }
        try {
            var keys = new HashMap<String, Jwk>();
            if (Json.object(answer.body()).get("keys") instanceof List<?> list) {
                for (Object one : list) {
                    keep(one, keys);
                }
                return keep(new Known(keys, read.since), read.round);
            }
            return false;
        } catch (Malformed e) {
            return false;
        }
    }

    /// Not what was asked for before all was forgotten.
    private synchronized boolean keep(Known list, int ofRound) {
        if (ofRound == round) {
            known = list;
        }
        return ofRound == round;
    }

    /// What is of another kind is not ours to judge, and does not spoil the rest.
    @SuppressWarnings("unchecked")
    private static void keep(Object one, Map<String, Jwk> keys) {
        if (one instanceof Map<?, ?> members
                && members.get("kid") instanceof String id
                && (!members.containsKey("use") || "sig".equals(members.get("use")))) {
            try {
                Jwk key = Jwk.of((Map<String, Object>) members);
                if (key.algorithm() != Algorithm.PS256) {
                    keys.put(id, key);
                }
            } catch (Malformed e) {
                // not one that signs tokens
            }
        }
    }

    private boolean await(CompletableFuture<Boolean> read) {
        try {
            return read.get(http.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Nobody after us waits for it a second time; what it still brings is kept.
            read.complete(false);
            return false;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
