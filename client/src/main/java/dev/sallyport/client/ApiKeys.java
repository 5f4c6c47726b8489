package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The keys of holders' programs that this process remembers, kept honest by the stream of revocations.
/// Whoever asks for one knows that the stream is heard.
final class ApiKeys {
    private static final int MOST = 100_000;
    private static final int NOT_FOUND = 404;
    /// What is remembered is read again, though nothing was told.
    private static final Duration FRESH = Duration.ofMinutes(5);
    /// Strangers must not make us ask for the same nothing again and again.
    private static final Duration ABSENT = Duration.ofSeconds(2);
    /// Another node of the server may hear of a change later than the one that told us, by up to a second; what it
    /// says until then is not remembered.
    private static final Duration SETTLING = Duration.ofSeconds(2);

    /// @param key null where there is none
    /// @param secret null for a public key, and where none is held
    record Known(@Nullable ApiKey key, byte @Nullable [] secret, long until) {
        boolean isOf(String account) {
            return key != null && key.says().account().equals(account);
        }
    }

    private final InsidePort inside;
    private final boolean secrets;
    private final LongSupplier nanos;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    /// Keys and accounts of which something was told a moment ago, and until when.
    private final Map<String, Long> settling = new ConcurrentHashMap<>();

    private long news;
    private volatile boolean holdsSecrets;

    /// @param secrets whether to hold shared secrets too
    ApiKeys(InsidePort inside, boolean secrets, LongSupplier nanos) {
        this.inside = inside;
        this.secrets = secrets;
        this.nanos = nanos;
    }

    /// @throws Unavailable when the server does not say
    Known find(String id) throws Unavailable {
        Known found = known.get(id);
        if (found != null && found.until - nanos.getAsLong() > 0) {
            return found;
        }
        long heard = news();
        ApiKey key = isEnded(id) ? null : describe(id);
        byte[] secret = key != null && secrets && key.isOurs() && key.isShared() ? secret(id) : null;
        var read = new Known(key, secret, nanos.getAsLong() + (key == null ? ABSENT : FRESH).toNanos());
        keep(id, read, heard);
        return read;
    }

    /// Whether it was told that this key has ended, for good.
    boolean isEnded(String id) {
        return ended.contains(id);
    }

    private @Nullable ApiKey describe(String id) throws Unavailable {
        HttpResponse<byte[]> answer = inside.ask("GET", "/v1/api-keys/" + id, null);
        if (answer.statusCode() == NOT_FOUND) {
            return null;
        }
        try {
            return ApiKey.of(id, InsidePort.read(answer));
        } catch (Malformed e) {
            throw InsidePort.nonsense(answer);
        }
    }

    private byte @Nullable [] secret(String id) throws Unavailable {
        HttpResponse<byte[]> answer = inside.ask("GET", "/v1/api-keys/" + id + "/secret", null);
        if (answer.statusCode() == NOT_FOUND) {
            return null;
        }
        try {
            return ApiKey.text(InsidePort.read(answer), "secret").getBytes(StandardCharsets.US_ASCII);
        } catch (Malformed e) {
            throw InsidePort.nonsense(answer);
        }
    }

    private synchronized long news() {
        return news;
    }

    /// Unless something was told meanwhile: then what was read may be from before.
    private synchronized void keep(String id, Known read, long heard) {
        if (heard != news || isSettling(id) || isSettling(account(id))) {
            return;
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(id, read);
        holdsSecrets |= read.secret != null;
    }

    private boolean isSettling(String name) {
        Long until = settling.get(name);
        return until != null && until - nanos.getAsLong() > 0;
    }

    /// Takes what the stream tells. Sessions and tokens are nothing to keys.
    synchronized void add(Revocation told) {
        if (told.type().startsWith("session.") || told.type().startsWith("tokens.")) {
            return;
        }
        String key = told.key();
        if (key != null) {
            if (told.type().equals("apikey.revoked")) {
                end(key);
            }
            forget(key, known::remove);
        } else if (told.account() != null) {
            forget(told.account(), account -> known.values().removeIf(one -> one.isOf(account)));
        } else {
            forgetAll();
        }
    }

    private void end(String key) {
        if (ended.size() >= MOST) {
            // The server knows them too.
            ended.clear();
        }
        ended.add(key);
    }

    private void forget(String name, Consumer<String> forgetting) {
        long now = nanos.getAsLong();
        settling.values().removeIf(until -> until - now <= 0);
        settling.put(name, now + SETTLING.toNanos());
        news++;
        forgetting.accept(name);
    }

    /// Something may have happened that was not told.
    synchronized void forgetAll() {
        news++;
        known.clear();
    }

    /// The stream is not heard: no secret is held any longer.
    void forgetSecrets() {
        if (holdsSecrets) {
            synchronized (this) {
                news++;
                known.values().removeIf(one -> one.secret != null);
                holdsSecrets = false;
            }
        }
    }

    int secretsHeld() {
        return (int) known.values().stream().filter(one -> one.secret != null).count();
    }

    /// Whose key it is; every id names that.
    static String account(String id) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Encoding.decode(id.substring("sk_".length())));
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        } catch (Malformed e) {
            return "";
        }
    }
}
