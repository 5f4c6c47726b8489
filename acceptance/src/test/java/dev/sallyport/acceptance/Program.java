package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.client.Credentials;
import dev.sallyport.client.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The exchange's site and its services: holders sign in to the site by OpenID Connect, it keeps sessions of its own
/// and ends them when it is told to; the services check tokens with the SDK.
final class Program implements AutoCloseable {
    static final String AUDIENCE = "https://api.examplex.com";
    private static final String REDIRECT = "https://app.examplex.com/back";
    private static final String VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789";
    private static final Pattern REGISTERED = Pattern.compile("client_id: (\\S+)(?:\\s+client_secret: (\\S+))?");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What a holder let it have.
    record Tokens(String access, String id) {
        /// The session at Sallyport that they end with.
        String session() {
            return payload(id).get("sid").asString();
        }
    }

    /// What a client was given when it was registered; one with a key has no secret.
    record Client(String id, String secret) {
        private String basic() {
            byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }
    }

    final Client site;
    /// As whom the services listen and ask.
    final Client services;
    private final Site operator;
    private final Node node;
    private final HttpServer server;
    /// Its own sessions, by the session at Sallyport that each was opened from.
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    Program(Site site, Node node, String name) {
        this.operator = site;
        this.node = node;
        this.server = server();
        this.site = add(
                name,
                "--grant=authorization_code,refresh_token",
                "--scope=openid,balances.read,orders.read",
                "--redirect=" + REDIRECT,
                "--back-channel=http://127.0.0.1:" + server.getAddress().getPort() + "/logout");
        this.services = add(
                name + " API", "--grant=client_credentials", "--scope=revocations.read,tokens.introspect", "--inside");
    }

    /// Another client for the same interface.
    Client add(String name, String... described) {
        var arguments = new ArrayList<>(List.of("client", "add", "--standing=own", "--audience=" + AUDIENCE));
        arguments.addAll(List.of(described));
        arguments.add(name);
        var said = REGISTERED.matcher(operator.command(node, arguments.toArray(String[]::new)));
        assertThat(said.find()).as("an id and a secret").isTrue();
        return new Client(said.group(1), Objects.requireNonNullElse(said.group(2), ""));
    }

    private HttpServer server() {
        try {
            var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            made.createContext("/logout", this::logout);
            made.createContext("/", this::page);
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void logout(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        open.remove(payload(form.substring("logout_token=".length())).get("sid").asString());
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private void page(HttpExchange exchange) throws IOException {
        String cookie = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
        exchange.sendResponseHeaders(open.contains(cookie.replace("site=", "")) ? 200 : 401, -1);
        exchange.close();
    }

    /// Signs a holder in to the site, and keeps a session of the site's own.
    Tokens signIn(Holder holder) {
        Tokens tokens = exchange(code(holder));
        open.add(tokens.session());
        return tokens;
    }

    boolean isSignedIn(Tokens tokens) {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .header("Cookie", "site=" + tokens.session())
                .build();
        return Node.send(request).statusCode() == 200;
    }

    String code(Holder holder) {
        return code(holder, site);
    }

    private String code(Holder holder, Client client) {
        var request = new LinkedHashMap<String, String>();
        request.put("response_type", "code");
        request.put("client_id", client.id());
        request.put("redirect_uri", REDIRECT);
        request.put("scope", "openid balances.read");
        request.put("state", "s");
        request.put("code_challenge", challenge());
        request.put("code_challenge_method", "S256");
        HttpResponse<String> answer = holder.get("/oauth2/authorize?" + form(request));
        // The exchange's own programs need no consent: the page answers at once.
        String place = place(holder.get(place(answer)));
        assertThat(place).contains(REDIRECT + "?").contains("code=");
        return URLDecoder.decode(place.replaceAll(".*[?&]code=([^&]+).*", "$1"), StandardCharsets.UTF_8);
    }

    private static String place(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .or(() -> answer.headers().firstValue("Refresh"))
                .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body()));
    }

    private static String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Tokens exchange(String code) {
        HttpResponse<String> answer = post("/oauth2/token", exchanging(code));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode tokens = JSON.readTree(answer.body());
        return new Tokens(
                tokens.get("access_token").asString(), tokens.get("id_token").asString());
    }

    static Map<String, String> exchanging(String code) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", REDIRECT);
        form.put("code_verifier", VERIFIER);
        return form;
    }

    /// What a holder lets another client have, that is bound to a key.
    ///
    /// @param proof a DPoP proof for the token endpoint
    String bound(Holder holder, Client client, String proof) {
        HttpResponse<String> answer = Node.send(asking("/oauth2/token", client, exchanging(code(holder, client)))
                .header("DPoP", proof)
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("access_token").asString();
    }

    /// Sends to an endpoint as the site.
    HttpResponse<String> post(String path, Map<String, String> form) {
        return Node.send(asking(path, site, form).build());
    }

    private HttpRequest.Builder asking(String path, Client client, Map<String, String> form) {
        return HttpRequest.newBuilder(URI.create(node.origin() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", client.basic())
                .POST(HttpRequest.BodyPublishers.ofString(form(form)));
    }

    /// For the SDK, which hears news at this port.
    Settings settings(int inside) {
        return settings(inside, Credentials.secret(services.id(), services.secret()));
    }

    Settings settings(int inside, Credentials credentials) {
        return Settings.of(node.origin(), URI.create("http://127.0.0.1:" + inside), AUDIENCE, credentials);
    }

    static JsonNode payload(String token) {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
