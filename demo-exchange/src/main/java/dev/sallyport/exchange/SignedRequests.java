package dev.sallyport.exchange;

import dev.sallyport.client.spring.SallyportProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks Sallyport whether a request that a holder's program signed is good (`POST /v1/api-requests/check`), in plain
/// HTTP, as a gateway in any language would: everything as it came, nothing decoded.
@Component
class SignedRequests {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long NANOS = 1_000_000_000;

    private final SallyportProperties sallyport;
    private final JsonMapper json;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private @Nullable Token token;

    /// @param until by the clock that nobody sets
    private record Token(String text, long until) {}

    /// Whose request it is.
    sealed interface Caller {
        /// @param key its id, as the holder sees it
        /// @param destinations for a withdraw key, the only ones
        record Known(String account, String key, List<String> destinations) implements Caller {}

        /// @param status what to answer
        record Refused(String code, int status) implements Caller {}

        /// It could not be found out.
        record Unknown() implements Caller {}
    }

    SignedRequests(SallyportProperties sallyport, JsonMapper json) {
        this.sallyport = sallyport;
        this.json = json;
    }

    /// @param scope what the request needs
    Caller check(HttpServletRequest request, byte[] body, String scope) {
        var asked = new LinkedHashMap<String, Object>();
        asked.put("method", request.getMethod());
        asked.put("host", String.valueOf(request.getHeader("Host")));
        asked.put("path", request.getRequestURI());
        asked.put("query", Objects.requireNonNullElse(request.getQueryString(), ""));
        asked.put("headers", headers(request));
        if (body.length > 0) {
            asked.put("body", Base64.getEncoder().encodeToString(body));
        }
        asked.put("address", request.getRemoteAddr());
        asked.put("scopes", List.of(scope));
        try {
            HttpResponse<String> answer = post(json.writeValueAsString(asked));
            return answer.statusCode() == 200 ? caller(json.readTree(answer.body())) : new Caller.Unknown();
        } catch (IOException | JacksonException e) {
            return new Caller.Unknown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Caller.Unknown();
        }
    }

    private static Map<String, List<String>> headers(HttpServletRequest request) {
        var headers = new LinkedHashMap<String, List<String>>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, Collections.list(request.getHeaders(name)));
        }
        return headers;
    }

    private static Caller caller(JsonNode verdict) {
        if (!verdict.path("accepted").asBoolean(false)) {
            return new Caller.Refused(
                    verdict.path("code").asString("refused"),
                    verdict.path("status").asInt(401));
        }
        return new Caller.Known(
                verdict.path("account").asString(),
                verdict.path("key").asString(),
                verdict.path("destinations")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
    }

    /// With a token that may have ended on the way: then with another one.
    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(body, token(false));
        return answer.statusCode() == 401 ? post(body, token(true)) : answer;
    }

    private HttpResponse<String> post(String body, String token) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(sallyport.inside() + "/v1/api-requests/check"))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private synchronized String token(boolean another) throws IOException, InterruptedException {
        Token known = token;
        if (!another && known != null && known.until() - System.nanoTime() > 0) {
            return known.text();
        }
        Token fresh = fetch();
        token = fresh;
        return fresh.text();
    }

    private Token fetch() throws IOException, InterruptedException {
        String pair = sallyport.clientId() + ":" + sallyport.clientSecret();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(sallyport.issuer() + "/oauth2/token"))
                        .timeout(PATIENCE)
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        // For the inside port (RFC 8707).
                        .POST(BodyPublishers.ofString("grant_type=client_credentials&scope=api-requests.check&resource="
                                + URLEncoder.encode(sallyport.issuer().toString(), StandardCharsets.UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("no token: " + answer.statusCode());
        }
        JsonNode told = json.readTree(answer.body());
        long seconds = told.path("expires_in").asLong(60);
        return new Token(told.path("access_token").asString(), System.nanoTime() + seconds * NANOS / 5 * 4);
    }
}
