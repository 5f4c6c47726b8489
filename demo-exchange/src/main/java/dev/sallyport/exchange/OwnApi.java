package dev.sallyport.exchange;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The site asks the interface as any program would: over HTTP, with the holder's token.
@Component
class OwnApi {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SiteSettings site;
    private final JsonMapper json;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    OwnApi(SiteSettings site, JsonMapper json) {
        this.site = site;
        this.json = json;
    }

    /// @param challenge what it asks for instead
    record Answer(int status, JsonNode body, Challenge challenge) {
        boolean isGood() {
            return status < 300;
        }

        /// Whether the token is good for nothing any more.
        boolean isOver() {
            return status == 401 && !challenge.canBeMet();
        }

        /// Whether it could not be found out who asks.
        boolean isUnknown() {
            return status == 503;
        }
    }

    Answer get(String path, String token) {
        return send(HttpRequest.newBuilder(URI.create(site.origin() + path)).GET(), token);
    }

    Answer post(String path, String token, Object body) {
        return send(
                HttpRequest.newBuilder(URI.create(site.origin() + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json.writeValueAsString(body))),
                token);
    }

    private Answer send(HttpRequest.Builder request, String token) {
        request.timeout(PATIENCE).header("Authorization", "Bearer " + token);
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String body = answer.body();
            return new Answer(
                    answer.statusCode(),
                    body.isEmpty() ? json.nullNode() : json.readTree(body),
                    Challenge.of(answer.headers().firstValue("WWW-Authenticate").orElse(null)));
        } catch (IOException e) {
            return new Answer(503, json.nullNode(), Challenge.of(null));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(503, json.nullNode(), Challenge.of(null));
        }
    }
}
