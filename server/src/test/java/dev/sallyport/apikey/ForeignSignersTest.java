package dev.sallyport.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.ApiRequestCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Python with nothing but what it brings, and Node with its own crypto, sign each shape from its description; beside
/// them [SchemesTest] has OpenSSL. What they signed is then told in every way in which it could be read otherwise.
@Proves("R-API-2")
@Defends({"A35", "A37", "A38"})
class ForeignSignersTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    /// Reads a hash's name, a secret or PEM key, its encoding, a text, and what to write the signature as.
    private static final String PYTHON = """
            import sys, hmac, hashlib, base64
            name, secret, kind, text, out, inner = sys.argv[1:7]
            key = base64.b64decode(secret) if kind == 'base64' else secret.encode()
            data = text.encode()
            if inner:
                data += hashlib.sha256(inner.encode()).digest()
            made = hmac.new(key, data, getattr(hashlib, name)).digest()
            print(made.hex() if out == 'hex' else base64.b64encode(made).decode())
            """;

    private static final String NODE = """
            const c = require('crypto');
            const [name, secret, kind, text, out, inner] = process.argv.slice(1);
            let data = Buffer.from(text);
            if (inner) data = Buffer.concat([data, c.createHash('sha256').update(inner).digest()]);
            const made = name === 'ed25519'
                ? c.sign(null, data, secret)
                : c.createHmac(name, kind === 'base64' ? Buffer.from(secret, 'base64') : secret).update(data).digest();
            console.log(made.toString(out));
            """;

    /// Somebody else's program.
    enum Signer {
        PYTHON_STDLIB,
        NODE_CRYPTO;

        String sign(String hash, String secret, String kind, String text, String out, String inner) {
            List<String> start =
                    this == PYTHON_STDLIB ? List.of("python3", "-c", PYTHON) : List.of("node", "-e", NODE, "--");
            var words = new ArrayList<>(start);
            words.addAll(List.of(hash, secret, kind, text, out, inner));
            try {
                var process = new ProcessBuilder(words)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @SuppressWarnings("NullAway.Init")
    private static TestNode node;

    @SuppressWarnings("NullAway.Init")
    private static AppHolder owner;

    @BeforeAll
    static void start() {
        node = TestNode.start(
                new TestClock(),
                Map.of(
                        "api-keys.schemes",
                        "sallyport,query-hmac-hex,header-hmac-hex,concat-hmac-base64,form-hmac512-base64,"
                                + "query-ed25519-base64"));
        owner = AppHolder.signUp(node);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static long now() {
        return node.clock.instant().toEpochMilli();
    }

    /// A request that a signer signs by a shape, at a time.
    interface Shape {
        ApiRequestCheck signed(Signer by, long at);
    }

    record Case(String scheme, Signer by, Shape shape) {
        @Override
        public String toString() {
            return scheme + " by " + by;
        }
    }

    static Stream<Case> cases() {
        Program queryBot = Program.shared(owner, "query-hmac-hex", "hmac-sha256");
        Program headerBot = Program.shared(owner, "header-hmac-hex", "hmac-sha256");
        Program concatBot = Program.shared(owner, "concat-hmac-base64", "hmac-sha256");
        Program formBot = Program.shared(owner, "form-hmac512-base64", "hmac-sha512");
        Shape query = (by, at) -> {
            String text = "symbol=BTCEUR&side=BUY&recvWindow=5000&timestamp=" + at;
            String signature = by.sign("sha256", queryBot.secret(), "text", text, "hex", "");
            return request("POST", "/orders", text + "&signature=" + signature, null, "X-Api-Key", queryBot.key());
        };
        Shape header = (by, at) -> {
            String body = "{\"symbol\":\"BTCEUR\",\"qty\":\"1\"}";
            String signature =
                    by.sign("sha256", headerBot.secret(), "text", at + headerBot.key() + "5000" + body, "hex", "");
            return request(
                    "POST",
                    "/orders",
                    "",
                    body,
                    "X-Api-Key",
                    headerBot.key(),
                    "X-Api-Timestamp",
                    String.valueOf(at),
                    "X-Api-Recv-Window",
                    "5000",
                    "X-Api-Sign",
                    signature);
        };
        Shape concat = (by, at) -> {
            String time = String.valueOf(at / 1000);
            String text = time + "GET/orders?symbol=BTCEUR&limit=5";
            return request(
                    "GET",
                    "/orders",
                    "symbol=BTCEUR&limit=5",
                    null,
                    "Access-Key",
                    concatBot.key(),
                    "Access-Timestamp",
                    time,
                    "Access-Sign",
                    by.sign("sha256", concatBot.secret(), "text", text, "base64", ""));
        };
        Shape form = (by, at) -> {
            String body = "nonce=" + at + "&pair=BTCEUR&volume=1";
            String signature = by.sign("sha512", formBot.secret(), "base64", "/0/private/orders", "base64", at + body);
            return request(
                    "POST",
                    "/0/private/orders",
                    "",
                    body,
                    "Api-Key",
                    formBot.key(),
                    "Content-Type",
                    FORM,
                    "Api-Sign",
                    signature);
        };
        String privateKey = Program.privateKey();
        String made = Holder.json(AppHolder.expect(
                        201,
                        Program.create(
                                owner,
                                "\"kind\":\"trade\",\"scopes\":[\"orders.write\"],\"scheme\":\"query-ed25519-base64\","
                                        + "\"publicKey\":"
                                        + Program.JSON.writeValueAsString(Program.publicKey(privateKey)))))
                .get("key")
                .asString();
        Shape pair = (by, at) -> {
            String text = "symbol=BTCEUR&side=BUY&timestamp=" + at;
            String signature = by.sign("ed25519", privateKey, "text", text, "base64", "");
            String escaped = signature.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D");
            return request("POST", "/orders", text + "&signature=" + escaped, null, "X-Api-Key", made);
        };
        var cases = new ArrayList<Case>();
        for (Signer by : Signer.values()) {
            cases.add(new Case("query-hmac-hex", by, query));
            cases.add(new Case("header-hmac-hex", by, header));
            cases.add(new Case("concat-hmac-base64", by, concat));
            cases.add(new Case("form-hmac512-base64", by, form));
        }
        // Python brings no Ed25519.
        cases.add(new Case("query-ed25519-base64", Signer.NODE_CRYPTO, pair));
        return cases.stream();
    }

    private static ApiRequestCheck request(
            String method, String path, String query, @Nullable String body, String... headers) {
        var all = new TreeMap<String, List<String>>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return told(method, path, query, all, body);
    }

    private static ApiRequestCheck told(
            String method,
            String path,
            @Nullable String query,
            Map<String, List<String>> headers,
            @Nullable String body) {
        String whole =
                body == null ? null : Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.ISO_8859_1));
        return new ApiRequestCheck(
                method, "api.examplex.com", path, query, headers, whole, null, "203.0.113.7", List.of("orders.write"));
    }

    private static String body(ApiRequestCheck sent) {
        return sent.body() == null
                ? ""
                : new String(Base64.getDecoder().decode(sent.body()), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatItSignsIsTakenOnceAndNotInAnyOtherReading(Case one) {
        // Two signers sign the same of a shape that counts seconds.
        node.clock.advance(Duration.ofSeconds(2));
        ApiRequestCheck good = one.shape.signed(one.by, now());
        others(good)
                .forEach((what, other) -> assertThat(Program.check(node, other))
                        .as(what)
                        .isIn("ambiguous", "malformed", "bad-signature", "body-needed"));
        // Names of headers may come in any case.
        var shouted = new HashMap<String, List<String>>();
        headers(good).forEach((name, values) -> shouted.put(name.toUpperCase(java.util.Locale.ROOT), values));
        assertThat(Program.check(
                        node,
                        told(
                                text(good.method()),
                                text(good.path()),
                                good.query(),
                                shouted,
                                good.body() == null ? null : body(good))))
                .isEqualTo("accepted");
        assertThat(Program.check(node, good)).isEqualTo("replayed");
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Proves("R-API-3")
    void outsideItsWindowItIsNot(Case one) {
        assertThat(Program.check(node, one.shape.signed(one.by, now() - 9_000))).isEqualTo("too-old");
        assertThat(Program.check(node, one.shape.signed(one.by, now() + 4_000))).isEqualTo("too-early");
        assertThat(Program.check(node, one.shape.signed(one.by, now() + 61_000)))
                .isEqualTo("too-early");
    }

    private static Map<String, List<String>> headers(ApiRequestCheck sent) {
        return Objects.requireNonNull(sent.headers());
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNull(text);
    }

    /// The same request as somebody on the way could have turned it, by what was done.
    private static Map<String, ApiRequestCheck> others(ApiRequestCheck good) {
        var others = new TreeMap<String, ApiRequestCheck>();
        String method = text(good.method());
        String path = text(good.path());
        String query = text(good.query());
        String body = good.body() == null ? null : body(good);
        Map<String, List<String>> headers = headers(good);
        if ((query + body).contains("&")) {
            others.put(
                    "a parameter twice", told(method, path, twice(query), headers, body == null ? null : twice(body)));
        }
        others.put("a body more", told(method, path, query, headers, Objects.requireNonNullElse(body, "") + "&x=1"));
        if (!query.isEmpty()) {
            others.put("a twin in percents", told(method, path, query + "&%73ymbol=ETHEUR", headers, body));
            others.put("a twin before", told(method, path, "%73ymbol=ETHEUR&" + query, headers, body));
            others.put("another order", told(method, path, turned(query), headers, body));
            others.put("an empty part", told(method, path, query.replaceFirst("&", "&&"), headers, body));
            others.put("a semicolon", told(method, path, query.replaceFirst("&", ";"), headers, body));
            others.put("an array", told(method, path, query + "&symbol[]=ETHEUR", headers, body));
        } else {
            others.put("a query more", told(method, path, "symbol=ETHEUR", headers, body));
            others.put("no body", told(method, path, query, headers, null));
            others.put("an empty body", told(method, path, query, headers, ""));
            others.put("a body with GET", told("GET", path, query, headers, body));
        }
        for (String odd : List.of("/%2F", "//x", "/../orders", "/%2e", "/x;y", "/%6Frders")) {
            others.put("the path " + odd, told(method, odd, query, headers, body));
        }
        headers.forEach((name, values) -> {
            var more = new HashMap<>(headers);
            more.put(name, List.of(values.getFirst(), values.getFirst()));
            others.put(name + " twice", told(method, path, query, more, body));
            var both = new HashMap<>(headers);
            both.put(name.toLowerCase(java.util.Locale.ROOT), values);
            both.put(name.toUpperCase(java.util.Locale.ROOT), values);
            others.put(name + " in two cases", told(method, path, query, both, body));
        });
        return others;
    }

    private static String twice(String parameters) {
        int end = parameters.indexOf('&');
        return end < 0 ? parameters : parameters + "&" + parameters.substring(0, end);
    }

    private static String turned(String query) {
        String[] parts = query.split("&");
        String first = parts[0];
        parts[0] = parts[1];
        parts[1] = first;
        return String.join("&", parts);
    }
}
