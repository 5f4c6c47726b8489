package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.Semaphore;

/// Asks the server of a token (RFC 7662). When it does not answer nobody asks again for a second, and
/// only so many ask at once: a server that is frozen must not freeze us.
final class Introspection {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int AT_ONCE = 64;
    private static final int SERVER_ERROR = 500;

    private final Settings settings;
    private final Http http;
    private final URI address;
    private final Semaphore askers = new Semaphore(AT_ONCE);
    private volatile long askAgainAt;
    private volatile boolean silent;

    Introspection(Settings settings, Http http) {
        this.settings = settings;
        this.http = http;
        this.address = URI.create(settings.issuer() + "/oauth2/introspect");
    }

    /// @throws Unavailable when there is no clear answer
    boolean isActive(String token) throws Unavailable {
        if (silent && askAgainAt - settings.nanos().getAsLong() > 0) {
            throw new Unavailable(address + " did not answer a moment ago");
        }
        if (!askers.tryAcquire()) {
            throw new Unavailable(AT_ONCE + " are asking " + address + " already");
        }
        try {
            return ask(token);
        } finally {
            askers.release();
        }
    }

    private boolean ask(String token) throws Unavailable {
        var form = new LinkedHashMap<String, String>();
        form.put("token", token);
        form.put("token_type_hint", "access_token");
        try {
            HttpResponse<byte[]> answer = http.post(address, ServiceTokens.sign(settings, form), form);
            note(answer.statusCode() >= SERVER_ERROR);
            if (answer.statusCode() == 200 && Json.object(answer.body()).get("active") instanceof Boolean active) {
                return active;
            }
            throw new Unavailable(address + " answers " + answer.statusCode());
        } catch (IOException e) {
            note(true);
            throw new Unavailable(String.valueOf(e.getMessage()));
        } catch (Malformed e) {
            throw new Unavailable(address + " answers nonsense");
        }
    }

    private void note(boolean failed) {
        if (failed) {
            askAgainAt = settings.nanos().getAsLong() + PAUSE.toNanos();
        }
        silent = failed;
    }
}
