package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What this service shows at the inside port: its fixed token, or one that it gets for its credentials
/// (RFC 6749 section 4.4) and uses until shortly before it ends.
final class ServiceTokens {
    private record Got(String token, long until) {}

    private final Settings settings;
    private final Http http;
    private final String scope;
    private @Nullable Got got;

    ServiceTokens(Settings settings, Http http, String scope) {
        this.settings = settings;
        this.http = http;
        this.scope = scope;
    }

    /// @throws IOException when none can be had now
    synchronized String token() throws IOException {
        if (settings.credentials() instanceof Credentials.Fixed fixed) {
            return fixed.token();
        }
        Got last = got;
        if (last == null || last.until - settings.nanos().getAsLong() <= 0) {
            last = fetch();
            got = last;
        }
        return last.token;
    }

    /// It was not taken.
    synchronized void forget() {
        got = null;
    }

    private Got fetch() throws IOException {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "client_credentials");
        form.put("scope", scope);
        // For the inside port, whatever interface the client is for besides (RFC 8707).
        form.put("resource", settings.issuer().toString());
        URI address = URI.create(settings.issuer() + "/oauth2/token");
        HttpResponse<byte[]> answer = http.post(address, sign(settings, form), form);
        if (answer.statusCode() != 200) {
            throw new IOException(address + " answers " + answer.statusCode());
        }
        try {
            Map<String, Object> body = Json.object(answer.body());
            if (body.get("access_token") instanceof String token && body.get("expires_in") instanceof Long seconds) {
                long use = TimeUnit.SECONDS.toNanos(seconds) / 5 * 4;
                return new Got(token, settings.nanos().getAsLong() + use);
            }
        } catch (Malformed e) {
            throw new IOException(address + " answers nonsense", e);
        }
        throw new IOException(address + " gives no token");
    }

    /// Proves to an endpoint of programs who we are.
    ///
    /// @param form gets what has to be in it
    /// @return the headers
    static Map<String, String> sign(Settings settings, Map<String, String> form) throws IOException {
        var headers = new LinkedHashMap<String, String>();
        Credentials credentials = settings.credentials();
        if (credentials instanceof Credentials.Basic basic) {
            basic.sign(headers);
        } else if (credentials instanceof Credentials.Assertion assertion) {
            assertion.sign(form, settings.issuer(), settings.clock().instant());
        } else {
            throw new IOException("a fixed service token is no client's credential");
        }
        return headers;
    }
}
