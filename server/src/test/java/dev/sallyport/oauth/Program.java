package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.Secret;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A program that asks for access, as its maker would write it: plain HTTP, and a holder's browser.
public final class Program {
    static final String REDIRECT = "https://app.examplex.com/back";
    static final String AUDIENCE = "https://api.examplex.com";

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final TestNode node;
    final String id;
    final @Nullable Secret secret;
    /// The key of `private_key_jwt`, and of DPoP.
    final ECKey key;

    final String verifier = Tokens.create();

    private Program(TestNode node, String id, @Nullable Secret secret, ECKey key) {
        this.node = node;
        this.id = id;
        this.secret = secret;
        this.key = key;
    }

    /// How it is registered; a test changes what it is about.
    static final class Wish {
        String name = "Folio " + letters(NUMBER.incrementAndGet());
        String standing = "verified";
        boolean open;
        boolean strict;
        boolean bound;
        boolean keyed;
        List<String> grants = List.of("authorization_code", "refresh_token");
        List<String> scopes = List.of("openid", "email", "balances.read", "orders.read", "orders.write");
        List<String> redirects = List.of(REDIRECT);
        List<String> afterLogout = List.of();

        @Nullable
        String backChannel;

        List<String> audiences = List.of(AUDIENCE);
        List<String> details = List.of();

        private static String letters(int number) {
            return number == 0 ? "" : letters(number / 20) + "bcdfghjkmnpqrstvwxyz".charAt(number % 20);
        }

        Program at(TestNode node) {
            ECKey key = newKey();
            var added = node.bean(Clients.class)
                    .add(new Clients.Wanted(
                            name,
                            standing,
                            open,
                            strict,
                            bound,
                            keyed || strict ? new JWKSet(key.toPublicJWK()).toString() : null,
                            grants,
                            scopes,
                            redirects,
                            afterLogout,
                            backChannel,
                            audiences,
                            details));
            if (!(added instanceof Clients.Added.Done done)) {
                throw new AssertionError(added.toString());
            }
            return new Program(node, done.clientId(), done.secret(), key);
        }
    }

    static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Program web(TestNode node) {
        return new Wish().at(node);
    }

    static Program open(TestNode node) {
        var wish = new Wish();
        wish.open = true;
        return wish.at(node);
    }

    static Program strict(TestNode node) {
        var wish = new Wish();
        wish.strict = true;
        return wish.at(node);
    }

    String challenge() {
        return Tokens.encode(Tokens.hash(verifier));
    }

    /// An authorization request with everything that belongs to it.
    Map<String, String> request(String scope) {
        var all = new LinkedHashMap<String, String>();
        all.put("response_type", "code");
        all.put("client_id", id);
        all.put("redirect_uri", REDIRECT);
        all.put("scope", scope);
        all.put("state", "s-1 &x");
        all.put("nonce", "n-1");
        all.put("code_challenge", challenge());
        all.put("code_challenge_method", "S256");
        return all;
    }

    static String path(Map<String, String> parameters) {
        return "/oauth2/authorize?" + form(parameters);
    }

    static String form(Map<String, String> fields) {
        var joined = new StringJoiner("&");
        fields.forEach((name, value) -> joined.add(encode(name) + "=" + encode(value)));
        return joined.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String location(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .or(() -> answer.headers().firstValue("Refresh").map(r -> r.substring("0; url=".length())))
                .orElseThrow(() -> new AssertionError(answer.statusCode() + ": " + answer.body()));
    }

    /// What came back to the program.
    static Map<String, String> answer(HttpResponse<String> answer) {
        return answer(location(answer));
    }

    static Map<String, String> answer(String address) {
        assertThat(address).startsWith(REDIRECT + "?");
        return Arrays.stream(address.substring(address.indexOf('?') + 1).split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(p -> p[0], p -> URLDecoder.decode(p[1], StandardCharsets.UTF_8)));
    }

    /// A holder is sent here and lets the program do all that it asks for.
    HttpResponse<String> ask(TestBrowser browser, Map<String, String> request) {
        HttpResponse<String> sent = browser.get(path(request));
        if (sent.statusCode() == 303 && location(sent).startsWith("/oauth2/consent/")) {
            String consent = location(sent);
            HttpResponse<String> page = browser.get(consent);
            if (page.statusCode() != 200 || page.headers().firstValue("Refresh").isPresent()) {
                return page;
            }
            var fields = new HashMap<String, String>();
            Set.of(request.getOrDefault("scope", "").split(" "))
                    .forEach(scope -> fields.put(ConsentShow.field(scope), "yes"));
            return browser.post(consent, fields);
        }
        return sent;
    }

    String code(TestBrowser browser, String scope) {
        return answer(ask(browser, request(scope))).getOrDefault("code", "");
    }

    Map<String, String> exchange(String code) {
        var all = new LinkedHashMap<String, String>();
        all.put("grant_type", "authorization_code");
        all.put("code", code);
        all.put("redirect_uri", REDIRECT);
        all.put("code_verifier", verifier);
        return all;
    }

    public Map<String, String> refresh(String token) {
        return new LinkedHashMap<>(Map.of("grant_type", "refresh_token", "refresh_token", token));
    }

    /// Sends to an endpoint as this client.
    HttpResponse<String> post(String path, Map<String, String> fields) {
        return post(path, fields, null);
    }

    /// @param proof a DPoP proof to send along
    HttpResponse<String> post(String path, Map<String, String> fields, @Nullable String proof) {
        var all = new LinkedHashMap<>(fields);
        var request = HttpRequest.newBuilder(node.outside(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Forwarded-For", "198.51.100.7");
        Secret known = secret;
        if (known != null) {
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString((id + ":" + known.reveal()).getBytes(StandardCharsets.UTF_8)));
        } else if (isKeyed()) {
            all.putIfAbsent("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            all.putIfAbsent("client_assertion", assertion(issuer()));
            all.putIfAbsent("client_id", id);
        } else {
            all.putIfAbsent("client_id", id);
        }
        if (proof != null) {
            request.header("DPoP", proof);
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofString(form(all))));
    }

    private boolean isKeyed() {
        return node.bean(Clients.class).find(id).orElseThrow().method() == Client.Method.KEY;
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> token(Map<String, String> fields) {
        return post(Endpoints.TOKEN, fields);
    }

    /// The tokens that a holder lets it have.
    public JsonNode tokens(TestBrowser browser, String scope) {
        HttpResponse<String> answer = token(exchange(code(browser, scope)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Holder.json(answer);
    }

    public boolean isActive(String token) {
        return introspect(token).get("active").asBoolean();
    }

    JsonNode introspect(String token) {
        HttpResponse<String> answer = post(Endpoints.INTROSPECT, Map.of("token", token));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Holder.json(answer);
    }

    HttpResponse<String> userInfo(String scheme, String token, @Nullable String proof) {
        var request = HttpRequest.newBuilder(node.outside(Endpoints.USER_INFO))
                .header("X-Forwarded-For", "198.51.100.7")
                .header("Authorization", scheme + " " + token);
        if (proof != null) {
            request.header("DPoP", proof);
        }
        return send(request.GET());
    }

    String issuer() {
        return node.config.origin().toString();
    }

    static JWTClaimsSet claims(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, Object> header(String token) {
        try {
            return SignedJWT.parse(token).getHeader().toJSONObject();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    /// What a client assertion holds; a test changes what it is about.
    JWTClaimsSet.Builder assertionClaims() {
        Instant now = node.clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(id)
                .subject(id)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)));
    }

    String assertion(String audience) {
        return sign(
                key,
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1"),
                assertionClaims().claim("aud", audience));
    }

    static String sign(ECKey with, JWSHeader.Builder header, JWTClaimsSet.Builder claims) {
        var signed = new SignedJWT(header.build(), claims.build());
        try {
            signed.sign(new ECDSASigner(with));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return signed.serialize();
    }

    /// A DPoP proof; a test changes what it is about.
    final class Dpop {
        ECKey with = key;
        String type = "dpop+jwt";

        @Nullable
        Object jwk = key.toPublicJWK();

        String method = "POST";
        String address = issuer() + Endpoints.TOKEN;
        Instant at = node.clock.instant();

        @Nullable
        String jti = UUID.randomUUID().toString();

        @Nullable
        String token;

        String text() {
            var header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(type));
            if (jwk instanceof ECKey shown && !shown.isPrivate()) {
                header.jwk(shown);
            }
            var claims = new JWTClaimsSet.Builder()
                    .claim("htm", method)
                    .claim("htu", address)
                    .issueTime(Date.from(at))
                    .jwtID(jti);
            String shown = token;
            if (shown != null) {
                claims.claim("ath", Tokens.encode(Tokens.hash(shown)));
            }
            return sign(with, header, claims);
        }
    }

    Dpop dpop() {
        return new Dpop();
    }

    /// A proof for an endpoint.
    String proof(String path) {
        var proof = new Dpop();
        proof.address = issuer() + path;
        return proof.text();
    }
}
