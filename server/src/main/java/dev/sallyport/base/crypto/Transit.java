package dev.sallyport.base.crypto;

import dev.sallyport.base.config.Config;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A key service that wraps the ring, so that its file is worth nothing by itself: the transit interface
/// (`POST …/v1/transit/encrypt/{key}` and `…/decrypt/{key}`) that several key managers share.
final class Transit {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final URI service;
    private final String key;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    Transit(URI service, Config.Keys where) {
        this.service = service;
        this.key = where.transitKey();
        this.token = String.valueOf(where.transitToken());
    }

    String wrap(String plain) {
        return ask(
                "encrypt",
                "plaintext",
                Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)),
                "ciphertext");
    }

    String unwrap(String wrapped) {
        return new String(
                Base64.getDecoder().decode(ask("decrypt", "ciphertext", wrapped, "plaintext")), StandardCharsets.UTF_8);
    }

    private String ask(String verb, String field, String value, String wanted) {
        var request = HttpRequest.newBuilder(URI.create(service + "/v1/transit/" + verb + "/" + key))
                .timeout(PATIENCE)
                .header("X-Vault-Token", token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of(field, value))))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new KeyTrouble("The key service at " + service + " refused with status " + answer.statusCode());
            }
            String found =
                    JSON.readTree(answer.body()).path("data").path(wanted).asString("");
            if (found.isEmpty()) {
                throw new KeyTrouble("The key service at " + service + " answered without " + wanted);
            }
            return found;
        } catch (JacksonException e) {
            // What the parser says could hold a piece of the answer.
            throw new KeyTrouble("The key service at " + service + " answered with something else than JSON");
        } catch (IOException e) {
            throw new KeyTrouble("The key service at " + service + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeyTrouble("The key service was not waited for", e);
        }
    }
}
