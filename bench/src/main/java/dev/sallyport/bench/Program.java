package dev.sallyport.bench;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.config.ConfigFile;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.Secret;
import dev.sallyport.oauth.Clients;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program of the service's own, with a secret, registered as an operator would do it.
record Program(int port, String id, Secret secret) {
    static final String AUDIENCE = "https://api.examplex.com";

    private static final String REDIRECT = "https://app.examplex.com/back";
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static Program add(Node node, String name) throws IOException {
        var wanted = new Clients.Wanted(
                name,
                "own",
                false,
                false,
                false,
                null,
                List.of("authorization_code", "client_credentials"),
                List.of("openid", "balances.read"),
                List.of(REDIRECT),
                List.of(),
                null,
                List.of(AUDIENCE),
                List.of());
        return switch (Clients.with(config(node), Clock.systemUTC(), clients -> clients.add(wanted))) {
            case Clients.Added.Done done ->
                new Program(node.outside, done.clientId(), Objects.requireNonNull(done.secret()));
            case Clients.Added.Refused refused -> throw new Unmeasurable(String.join(" ", refused.obstacles()));
        };
    }

    private static Config config(Node node) throws IOException {
        Node.Database database = node.database();
        return switch (ConfigFile.read(null, Map.of(), true)) {
            case ConfigFile.Outcome.Ready ready ->
                ready.config()
                        .with(new Config.Database(database.url(), "sallyport_app", database.appPassword(), "", "", 2));
            case ConfigFile.Outcome.Wrong wrong -> throw new Unmeasurable(String.join(" ", wrong.mistakes()));
        };
    }

    private String basic() {
        String pair = id + ":" + secret.reveal();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    /// A request with a form as bytes, for a [Load].
    byte[] request(String path, String form) {
        return """
                POST %s HTTP/1.1
                Host: localhost:%d
                Authorization: %s
                Content-Type: application/x-www-form-urlencoded
                Content-Length: %d

                """.formatted(path, port, basic(), form.length())
                .replace("\n", "\r\n")
                .concat(form)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Whether the holder's browser is sent to us, comes back with a code, and the program exchanges it.
    ///
    /// @return the access token
    String signIn(Holder holder) throws IOException {
        String verifier = Tokens.create();
        String asked = "/oauth2/authorize?response_type=code&client_id=" + id + "&redirect_uri="
                + URLEncoder.encode(REDIRECT, StandardCharsets.UTF_8)
                + "&scope=openid%20balances.read&state=s&nonce=n&code_challenge_method=S256&code_challenge="
                + Tokens.encode(Tokens.hash(verifier));
        String back = holder.sentOnFrom(asked);
        if (back.startsWith("/oauth2/consent/")) {
            back = holder.sentOnFrom(back);
        }
        Matcher code = CODE.matcher(back);
        if (!code.find()) {
            throw new Unmeasurable("No code came back: " + back);
        }
        return token("grant_type=authorization_code&code=" + code.group(1) + "&redirect_uri="
                + URLEncoder.encode(REDIRECT, StandardCharsets.UTF_8) + "&code_verifier=" + verifier);
    }

    /// @return the access token
    String token(String form) throws IOException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/oauth2/token"))
                .header("Authorization", basic())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try {
            String body =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
            Matcher token = TOKEN.matcher(body);
            if (!token.find()) {
                throw new Unmeasurable("No token was given: " + body);
            }
            return token.group(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
