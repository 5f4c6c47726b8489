package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

    private record Known(Map<String, Jwk> keys, long readAt) {}

    private final URI address;
    private final Http http;
    private final LongSupplier nanos;
    private volatile @Nullable Known known;
    private @Nullable CompletableFuture<Boolean> reading;
    private long readingSince;

    Keys(URI issuer, Http http, LongSupplier nanos) {
        this.address = URI.create(issuer + "/oauth2/jwks");
        this.http = http;
        this.nanos = nanos;
    }

    /// @return null when the server has published no such key
    /// @throws Unavailable when its list cannot be read
    @Nullable
    Jwk find(String id) throws Unavailable {
        Known current = known;
        if (current != null && age(current) <= OLDEST.toNanos()) {
            Jwk key = current.keys.get(id);
            if (key != null) {
                if (age(current) > FRESH.toNanos()) {
                    var unused = read();
                }
                return key;
            }
        }
        boolean wasRead = await(read());
        current = known;
        if (current == null || age(current) > OLDEST.toNanos()) {
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
        Duration pause = known == null ? PAUSE_WITHOUT_ANY : PAUSE;
        if (last != null && (!last.isDone() || now - readingSince < pause.toNanos())) {
            return last;
        }
        readingSince = now;
        reading = http.get(address).thenApply(this::keep).exceptionally(e -> false);
        return reading;
    }

    private boolean keep(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            return false;
        }
        try {
            var keys = new HashMap<String, Jwk>();
            if (Json.object(answer.body()).get("keys") instanceof List<?> list) {
                for (Object one : list) {
                    keep(one, keys);
                }
                known = new Known(keys, nanos.getAsLong());
                return true;
            }
            return false;
        } catch (Malformed e) {
            return false;
        }
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
