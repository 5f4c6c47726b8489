package dev.sallyport.withdrawal;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The exchange, as its withdrawal engine speaks to the inside port, and its customer's browser where
/// that is led.
public final class Exchange {
    static final String ADDRESS = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestNode node;
    private final String token;

    public Exchange(TestNode node) {
        this(node, TestNode.SERVICE_TOKEN);
    }

    public Exchange(TestNode node, String token) {
        this.node = node;
        this.token = token;
    }

    /// One that the shipped policy lets go with a confirmation.
    static Map<String, String> request(String account, String session) {
        var request = new LinkedHashMap<String, String>();
        request.put("account", account);
        request.put("kind", "on-chain");
        request.put("asset", "BTC");
        request.put("network", "bitcoin");
        request.put("amount", "0.015");
        request.put("value", "900");
        request.put("feeCap", "0.0001");
        request.put("destination", ADDRESS);
        request.put("address", "203.0.113.9");
        request.put("session", session);
        return request;
    }

    public static Map<String, String> request(Holder holder) {
        return request(holder.account(), holder.session());
    }

    /// The same with another field.
    static Map<String, String> with(Map<String, String> request, String... pairs) {
        var other = new LinkedHashMap<>(request);
        for (int i = 0; i < pairs.length; i += 2) {
            other.put(pairs[i], pairs[i + 1]);
        }
        return other;
    }

    public HttpResponse<String> post(String path, Object body, String key) {
        return send(HttpRequest.newBuilder(node.inside(path))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(
                    request.header("Authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static String key() {
        return UUID.randomUUID().toString();
    }

    public JsonNode ask(Map<String, String> request) {
        HttpResponse<String> answer = post("/v1/withdrawals", request, key());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    public JsonNode find(String id) {
        return get("/v1/withdrawals/" + id);
    }

    JsonNode get(String path) {
        return JSON.readTree(
                send(HttpRequest.newBuilder(node.inside(path)).GET()).body());
    }

    public String decision(String id) {
        return find(id).get("decision").asString();
    }

    public HttpResponse<String> redeem(JsonNode approved, Map<String, String> request, String key) {
        return redeem(text(approved, "id"), text(approved, "approval"), request, key);
    }

    HttpResponse<String> redeem(String id, String approval, Map<String, String> request, String key) {
        return post("/v1/withdrawals/" + id + "/redemption", Map.of("approval", approval, "request", request), key);
    }

    int status(String id) {
        return send(HttpRequest.newBuilder(node.inside("/v1/withdrawals/" + id)).GET())
                .statusCode();
    }

    public static String text(JsonNode node, String name) {
        return node.get(name).asString();
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    /// What the holder's browser shows.
    public static Document page(TestBrowser browser, String id) {
        HttpResponse<String> answer = browser.get("/withdrawals/" + id);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return Jsoup.parse(answer.body());
    }

    public static String seen(Document page) {
        return Objects.requireNonNull(page.selectFirst("input[name=seen]"), page::text)
                .val();
    }

    static String passkeyOptions(Document page) {
        return Objects.requireNonNull(page.selectFirst("form[data-passkey=get]"), page::text)
                .attr("data-options");
    }

    public static HttpResponse<String> confirm(TestBrowser browser, String id, Map<String, String> fields) {
        return browser.post("/withdrawals/" + id + "/approval", fields);
    }
}
