package dev.sallyport.apikey;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestNode;
import dev.sallyport.wire.ApiRequestCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A holder's program with its key. Its signatures are made by OpenSSL, with nothing of ours.
public record Program(String id, String key, String secret) {
    static final HttpClient HTTP = HttpClient.newHttpClient();
    static final JsonMapper JSON = JsonMapper.builder().build();

    /// Runs a shell line; what it prints, in bytes.
    static byte[] shell(String line, byte[] input, String... environment) {
        try {
            var builder = new ProcessBuilder("sh", "-c", line);
            for (int i = 0; i < environment.length; i += 2) {
                builder.environment().put(environment[i], environment[i + 1]);
            }
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            Process process = builder.start();
            process.getOutputStream().write(input);
            process.getOutputStream().close();
            byte[] out = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new AssertionError(line + " failed");
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String privateKey() {
        return new String(shell("openssl genpkey -algorithm ed25519", new byte[0]), StandardCharsets.US_ASCII);
    }

    static String publicKey(String privateKey) {
        return new String(
                shell("openssl pkey -pubout", privateKey.getBytes(StandardCharsets.US_ASCII)),
                StandardCharsets.US_ASCII);
    }

    /// With a private key as `secret`.
    static byte[] ed25519(String privateKey, byte[] message) {
        try {
            Path key = Files.createTempFile("key", ".pem");
            Path text = Files.createTempFile("text", ".bin");
            Files.writeString(key, privateKey);
            Files.write(text, message);
            byte[] signature = shell("openssl pkeyutl -sign -rawin -inkey " + key + " -in " + text, new byte[0]);
            Files.delete(key);
            Files.delete(text);
            return signature;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] hmac(String hash, byte[] secret, byte[] message) {
        String hex = java.util.HexFormat.of().formatHex(secret);
        return shell("openssl dgst -" + hash + " -mac HMAC -macopt hexkey:" + hex + " -binary", message);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// Makes a key as its holder does, with a proof.
    ///
    /// @param more further fields of the JSON, each with a comma before it
    public static Program make(AppHolder owner, String kind, String scopes, String more) {
        String privateKey = privateKey();
        var answer = create(
                owner,
                "\"publicKey\":" + JSON.writeValueAsString(publicKey(privateKey)) + ",\"kind\":\"" + kind
                        + "\",\"scopes\":[" + scopes + "]" + more);
        JsonNode made = Holder.json(AppHolder.expect(201, answer));
        return new Program(made.get("id").asString(), made.get("key").asString(), privateKey);
    }

    /// With a shared secret, under a scheme.
    static Program shared(AppHolder owner, String scheme, String algorithm) {
        var answer = create(
                owner,
                "\"kind\":\"trade\",\"scopes\":[\"orders.write\"],\"scheme\":\"" + scheme + "\",\"algorithm\":\""
                        + algorithm + "\"");
        JsonNode made = Holder.json(AppHolder.expect(201, answer));
        return new Program(
                made.get("id").asString(),
                made.get("key").asString(),
                made.get("secret").asString());
    }

    static HttpResponse<String> create(AppHolder owner, String fields) {
        owner.holder.node.clock.advance(java.time.Duration.ofSeconds(31));
        return owner.browser.json("POST", "/api/api-keys", "{\"name\":\"Bot\"," + fields + "}");
    }

    /// A request of our own scheme, signed by OpenSSL.
    public ApiRequestCheck signed(String method, String query, String body, long at, String nonce) {
        String hash = java.util.HexFormat.of()
                .formatHex(shell("openssl dgst -sha256 -binary", body.getBytes(StandardCharsets.UTF_8)));
        String text = String.join(
                "\n", method, "api.examplex.com", "/v1/orders", query, hash, String.valueOf(at), nonce, key);
        String signature = base64(ed25519(secret, text.getBytes(StandardCharsets.UTF_8)));
        return new ApiRequestCheck(
                method,
                "api.examplex.com",
                "/v1/orders",
                query,
                Map.of(
                        "X-Sallyport-Key", List.of(key),
                        "X-Sallyport-Timestamp", List.of(String.valueOf(at)),
                        "X-Sallyport-Nonce", List.of(nonce),
                        "X-Sallyport-Signature", List.of(signature)),
                null,
                hash,
                "203.0.113.7",
                List.of());
    }

    /// What the server says of it: `accepted`, or why not.
    public static String check(TestNode node, ApiRequestCheck request) {
        JsonNode answer = Holder.json(post(node, JSON.writeValueAsString(request), TestNode.SERVICE_TOKEN));
        return answer.get("accepted").asBoolean()
                ? "accepted"
                : answer.get("code").asString();
    }

    static HttpResponse<String> post(TestNode node, String json, @Nullable String token) {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(node.inside("/v1/api-requests/check"))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(json))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
