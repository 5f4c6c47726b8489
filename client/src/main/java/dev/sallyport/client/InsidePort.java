package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Asks the inside port. When it does not answer nobody asks again for a second, and only so many ask at
/// once: a server that is frozen must not freeze us.
final class InsidePort {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int AT_ONCE = 64;
    private static final int NOT_SIGNED_IN = 401;
    private static final int SERVER_ERROR = 500;

    private final Settings settings;
    private final Http http;
    private final ServiceTokens tokens;
    private final Semaphore askers = new Semaphore(AT_ONCE);
    private volatile long askAgainAt;
    private volatile boolean silent;

    InsidePort(Settings settings, Http http, ServiceTokens tokens) {
        this.settings = settings;
        this.http = http;
        this.tokens = tokens;
    }

    /// @throws Unavailable when there is no answer
    HttpResponse<byte[]> ask(String method, String path, @Nullable String body) throws Unavailable {
        URI address = URI.create(settings.inside() + path);
        if (silent && askAgainAt - settings.nanos().getAsLong() > 0) {
            throw new Unavailable(address + " did not answer a moment ago");
        }
        if (!askers.tryAcquire()) {
            throw new Unavailable(AT_ONCE + " are asking already");
        }
        try {
            HttpResponse<byte[]> answer = http.json(method, address, tokens.token(), body, null);
            if (answer.statusCode() == NOT_SIGNED_IN) {
                // Its time may have ended on the way.
                tokens.forget();
                answer = http.json(method, address, tokens.token(), body, null);
            }
            note(answer.statusCode() >= SERVER_ERROR);
            return answer;
        } catch (IOException e) {
            note(true);
            throw new Unavailable(String.valueOf(e.getMessage()));
        } finally {
            askers.release();
        }
    }

    private void note(boolean failed) {
        if (failed) {
            askAgainAt = settings.nanos().getAsLong() + PAUSE.toNanos();
        }
        silent = failed;
    }

    /// What it says, when its answer is one.
    static Map<String, Object> read(HttpResponse<byte[]> answer) throws Unavailable {
        if (answer.statusCode() != 200) {
            throw new Unavailable(answer.uri() + " answers " + answer.statusCode());
        }
        try {
            return Json.object(answer.body());
        } catch (Malformed e) {
            throw nonsense(answer);
        }
    }

    static Unavailable nonsense(HttpResponse<byte[]> answer) {
        return new Unavailable(answer.uri() + " answers nonsense");
    }
}
