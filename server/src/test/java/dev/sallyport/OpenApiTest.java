package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.http.Services;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/v1/openapi.json` says what the inside port really does.
class OpenApiTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestNode node = TestNode.shared();
    private final JsonNode document =
            JSON.readTree(send("GET", "/v1/openapi.json").body());
    private final Schemas schemas = new Schemas(document);

    private HttpResponse<String> send(String method, String path, String... headers) {
        var request = HttpRequest.newBuilder(node.inside(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + TestNode.SERVICE_TOKEN);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Method and URL to scope.
    @Test
    void itHasEveryRouteForServicesWithItsScopeAndNoOther() {
        var routes = new TreeMap<String, String>();
        for (Routes.Route route : Routes.all()) {
            if (route.guard().startsWith("SERVICE(") && !route.url().endsWith("/**")) {
                String scope = route.guard().replaceAll("^SERVICE\\(|\\).*$", "");
                String method = route.method().equals("any") ? "GET" : route.method();
                routes.put(method + " " + route.url(), route.guard().contains("X-Service-Token") ? "" : scope);
            }
        }
        var described = new TreeMap<String, String>();
        document.get("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, operation) -> described.put(
                        method.toUpperCase(Locale.ROOT) + " " + path,
                        operation.at("/security/0/service/0").asString(""))));
        assertThat(described).isEqualTo(routes);
    }

    @Test
    void itListsEveryErrorThereIs() {
        assertThat(document.at("/components/schemas/Problem/properties/code/enum")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList());
        assertThat(document.get("openapi").asString()).startsWith("3.1.");
    }

    @Test
    void realAnswersAreAsItSays() {
        var holder = Holder.signUp(node);
        String account = "/v1/accounts/" + holder.account();
        String token = Objects.requireNonNull(holder.browser.cookies.get("__Host-session"));
        fits("GET", "/v1/session-check", "/v1/session-check", 200, "X-Session-Token", token);
        fits("GET", "/v1/session-check", "/v1/session-check", 200, "X-Session-Token", "none");
        fits("GET", "/v1/accounts/{account}", account, 200);
        fits("GET", "/v1/accounts/{account}/sessions", account + "/sessions", 200);
        fits("GET", "/v1/accounts/{account}/facts", account + "/facts", 200);
        fits("GET", "/v1/accounts/{account}/facts", account + "/facts?after=x", 400);
        fits("GET", "/v1/accounts/{account}", "/v1/accounts/" + UUID.randomUUID(), 404);
        String sessions = "/v1/accounts/{account}/sessions";
        String key = UUID.randomUUID().toString();
        fits("DELETE", sessions, account + "/sessions", 400);
        fits("DELETE", sessions + "/{session}", account + "/sessions/" + holder.session(), 200, "Idempotency-Key", key);
        fits("DELETE", sessions, account + "/sessions", 422, "Idempotency-Key", key);
        fits("DELETE", sessions, account + "/sessions", 200, "Idempotency-Key", key + "-2");
        fits("GET", "/v1/session-check", "/v1/session-check", 401, "Authorization", "Bearer x");
        fits("GET", "/v1/clients", "/v1/clients", 403);
        node.bean(Services.class)
                .alsoBy(shown -> shown.equals("clients-alone")
                        ? Optional.of(new Services.Service("console", Set.of(Services.CLIENTS)))
                        : Optional.empty());
        fits("GET", "/v1/clients", "/v1/clients", 200, "Authorization", "Bearer clients-alone");
    }

    @Test
    void realAnswersAboutWithdrawalsAreAsItSays() {
        var holder = Holder.signUp(node);
        String request = """
                {"account":"%s","kind":"convert","asset":"BTC","network":"internal","amount":"1","value":"1","feeCap":"0",
                "destination":"EUR","address":"203.0.113.9","client":"Bot"}""".formatted(holder.account());
        String all = "/v1/withdrawals";
        var asked = fits(post(all, request, "k"), "POST", all, 200);
        String one = all + "/" + asked.get("id").asString();
        String redeeming = "{\"approval\":\"" + asked.get("approval").asString() + "\",\"request\":" + request + "}";
        fits("GET", all + "/{id}", one, 200);
        fits("GET", all + "/{id}", all + "/" + UUID.randomUUID(), 404);
        fits(post(all, request.replace("\"1\"", "\"01\""), "l"), "POST", all, 422);
        fits(post(all, request.replace("Bot", "Cat"), "k"), "POST", all, 422);
        fits(post(all, request, ""), "POST", all, 400);
        fits(post(one + "/redemption", redeeming.replace("Bot", "Cat"), "k"), "POST", all + "/{id}/redemption", 409);
        var again = fits(post(all, request, "m"), "POST", all, 200);
        String other = all + "/" + again.get("id").asString();
        fits(
                post(
                        other + "/redemption",
                        redeeming.replace(
                                asked.get("approval").asString(),
                                again.get("approval").asString()),
                        "k"),
                "POST",
                all + "/{id}/redemption",
                200);
        fits(post(other + "/cancellation", "", "k"), "POST", all + "/{id}/cancellation", 409);
    }

    @Test
    @Proves("R-API-2")
    void realAnswersAboutApiKeysAreAsItSays() throws GeneralSecurityException {
        var owner = AppHolder.signUp(node);
        String bare = publicKey();
        String named = make(
                        owner,
                        "\"kind\":\"read\",\"scopes\":[\"balances.read\"],\"addresses\":[\"198.51.100.0/24\"],"
                                + "\"days\":30,\"publicKey\":\"" + bare + "\"")
                .get("key")
                .asString();
        JsonNode shared = make(owner, "\"kind\":\"trade\",\"scopes\":[\"orders.write\"],\"algorithm\":\"hmac-sha256\"");
        String key = shared.get("key").asString();
        String one = "/v1/api-keys/{key}";
        JsonNode described = fits(send("GET", "/v1/api-keys/" + named), "GET", one, 200);
        assertThat(described.get("publicKey").asString()).isEqualTo(bare);
        assertThat(described.get("addresses").get(0).asString()).isEqualTo("198.51.100.0/24");
        assertThat(fits(send("GET", "/v1/api-keys/" + key), "GET", one, 200)
                        .get("publicKey")
                        .isNull())
                .isTrue();
        fits("GET", one, "/v1/api-keys/sk_none", 404);
        fits("GET", one, "/v1/api-keys/" + key, 401, "Authorization", "Bearer x");
        fitSecrets(named, key, shared.get("secret").asString());
        String check = "/v1/api-requests/check";
        String asked = """
                {"method":"GET","host":"api.examplex.com","path":"/v1/orders","address":"203.0.113.7","headers":{%s}}""";
        assertThat(fits(post(check, asked.formatted(""), ""), "POST", check, 200)
                        .get("code")
                        .asString())
                .isEqualTo("malformed");
        assertThat(fits(
                                post(
                                        check,
                                        asked.formatted(
                                                signed(key, shared.get("secret").asString())),
                                        ""),
                                "POST",
                                check,
                                200)
                        .get("key")
                        .asString())
                .isEqualTo(key);
        fits(post(check, "{}", ""), "POST", check, 400);
        String uses = "/v1/api-requests/uses";
        String use = "{\"uses\":[{\"key\":\"" + key + "\",\"at\":1,\"address\":\"203.0.113.7\"}]}";
        assertThat(fits(post(uses, use, ""), "POST", uses, 200)
                        .get("answers")
                        .get(0)
                        .asString())
                .isEqualTo("accepted");
        fits(post(uses, "{\"uses\":[null]}", ""), "POST", uses, 400);
        fits("POST", check, check, 401, "Authorization", "Bearer x");
    }

    /// A token that may do everything may not do this; one that names it may.
    private void fitSecrets(String unshared, String key, String secret) {
        node.bean(Services.class)
                .alsoBy(shown -> shown.equals("secrets-alone")
                        ? Optional.of(new Services.Service("gateway", Set.of(Services.SECRETS)))
                        : Optional.empty());
        String named = "Bearer secrets-alone";
        String described = "/v1/api-keys/{key}/secret";
        String path = "/v1/api-keys/" + key + "/secret";
        fits("GET", described, path, 403);
        fits("GET", described, path, 401, "Authorization", "Bearer x");
        HttpResponse<String> answer = as(named, "GET", path);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(fits(answer, "GET", described, 200).get("secret").asString()).isEqualTo(secret);
        fits("GET", described, "/v1/api-keys/" + unshared + "/secret", 404, "Authorization", named);
        fits("GET", "/v1/api-keys/{key}", "/v1/api-keys/" + key, 403, "Authorization", named);
    }

    private JsonNode make(AppHolder owner, String fields) {
        node.clock.advance(Duration.ofSeconds(31));
        return Holder.json(AppHolder.expect(
                201, owner.browser.json("POST", "/api/api-keys", "{\"name\":\"Bot\"," + fields + "}")));
    }

    private static String publicKey() throws GeneralSecurityException {
        byte[] encoded = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    /// The headers of a GET by our own scheme.
    private String signed(String key, String secret) throws GeneralSecurityException {
        String time = String.valueOf(node.clock.instant().toEpochMilli());
        String nonce = UUID.randomUUID().toString();
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        String text = String.join("\n", "GET", "api.examplex.com", "/v1/orders", "", hash, time, nonce, key);
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        return """
                "X-Sallyport-Key":["%s"],"X-Sallyport-Timestamp":["%s"],"X-Sallyport-Nonce":["%s"],
                "X-Sallyport-Signature":["%s"]""".formatted(key, time, nonce, signature);
    }

    private HttpResponse<String> post(String path, String body, String key) {
        var request = HttpRequest.newBuilder(node.inside(path))
                .header("Authorization", "Bearer " + TestNode.SERVICE_TOKEN)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Names of headers and of parameters, and what the query may say.
    @Test
    void theGateIsAskedAndAnswersAsItSays() {
        String cookie = "__Host-session=" + Holder.signUp(node).browser.cookies.get("__Host-session");
        JsonNode gate = document.at("/paths").path("/v1/forward-auth").path("get");
        var query = gate.get("parameters")
                .valueStream()
                .filter(p -> p.get("in").asString().equals("query"))
                .map(p -> p.get("name").asString());
        assertThat(query).containsExactlyInAnyOrder("level", "max-age");
        String[] good = {"X-Service-Token", TestNode.SERVICE_TOKEN, "Cookie", cookie};
        gateTells(gate, 200, "", good);
        gateTells(gate, 200, "?level=aal1&max-age=300", good);
        gateTells(gate, 401, "?level=aal2", good);
        gateTells(gate, 403, "?level=aal3", good);
        gateTells(gate, 401, "", "X-Service-Token", TestNode.SERVICE_TOKEN);
        gateTells(gate, 302, "", "X-Service-Token", TestNode.SERVICE_TOKEN, "X-When-Signed-Out", "redirect");
        gateTells(gate, 403, "", "Cookie", cookie);
    }

    private void gateTells(JsonNode gate, int status, String query, String... headers) {
        HttpResponse<String> answer = send("GET", "/v1/forward-auth" + query, headers);
        assertThat(answer.statusCode()).as(query).isEqualTo(status);
        JsonNode described = gate.path("responses").path(String.valueOf(status)).path("headers");
        var names = new TreeMap<String, Boolean>(String.CASE_INSENSITIVE_ORDER);
        described.forEachEntry((name, header) -> names.put(name, header.has("schema") || refers(header)));
        assertThat(names.values())
                .as("each is described")
                .hasSizeGreaterThanOrEqualTo(7)
                .doesNotContain(false);
        assertThat(answer.headers().map().keySet()).as(status + query).containsAll(lower(names.keySet()));
        assertThat(answer.headers().map().keySet().stream().filter(name -> name.startsWith("x-sallyport-")))
                .isSubsetOf(lower(names.keySet()));
    }

    private boolean refers(JsonNode header) {
        return document.at(header.path("$ref").asString("#").substring(1)).has("schema");
    }

    private static Set<String> lower(Set<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /// Sends it and compares status, type and every field with what the document says.
    private void fits(String method, String described, String path, int status, String... headers) {
        HttpResponse<String> answer = headers.length > 0 && headers[0].equals("Authorization")
                ? as(headers[1], method, path)
                : send(method, path, headers);
        fits(answer, method, described, status);
    }

    private JsonNode fits(HttpResponse<String> answer, String method, String described, int status) {
        assertThat(answer.statusCode())
                .as(method + " " + described + ": " + answer.body())
                .isEqualTo(status);
        JsonNode response = document.at("/paths")
                .path(described)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(String.valueOf(status));
        JsonNode whole = response.has("$ref")
                ? document.at(response.get("$ref").asString().substring(1))
                : response;
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode schema = whole.path("content").path(type).path("schema");
        assertThat(schema.isMissingNode())
                .as(described + " " + status + " of type " + type)
                .isFalse();
        JsonNode read = JSON.readTree(answer.body());
        assertThat(schemas.mistakes(schema, read, "")).isEqualTo(List.of());
        return read;
    }

    private HttpResponse<String> as(String authorization, String method, String path) {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(node.inside(path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .header("Authorization", authorization)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void itsPageShowsEveryOperationInBothLanguages() throws IOException, InterruptedException {
        for (String language : List.of("en", "de")) {
            var page = HTTP.send(
                    HttpRequest.newBuilder(node.inside("/v1/docs"))
                            .header("Accept", "text/html")
                            .header("Accept-Language", language)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("<html lang=\"" + language + "\">");
            document.get("paths")
                    .forEachEntry((path, methods) -> assertThat(page.body()).contains(path));
        }
        var css = HTTP.send(
                HttpRequest.newBuilder(node.inside("/v1/docs/sallyport.css")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(css.statusCode()).isEqualTo(200);
        assertThat(css.headers().firstValue("Content-Type").orElse("")).startsWith("text/css");
    }
}
