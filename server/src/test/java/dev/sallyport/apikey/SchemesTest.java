package dev.sallyport.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.ApiRequestCheck;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The shapes that programs sign in already, each signed by OpenSSL from the words of docs/api-keys.md.
@Proves("R-API-2")
@Defends("A38")
class SchemesTest {
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ApiRequestCheck request(
            String method, String path, String query, @Nullable String body, String... headers) {
        var all = new TreeMap<String, List<String>>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return new ApiRequestCheck(
                method,
                "api.examplex.com",
                path,
                query,
                all,
                body == null ? null : Base64.getEncoder().encodeToString(bytes(body)),
                null,
                "203.0.113.7",
                List.of("orders.write"));
    }

    /// Every byte of what is signed, turned once, is refused; and then the request itself is taken.
    private static void mustHold(ApiRequestCheck good) {
        var changed = new ArrayList<ApiRequestCheck>();
        String query = Objects.requireNonNull(good.query());
        for (int i = 0; i < query.length(); i++) {
            changed.add(with(good, turned(query, i), good.headers(), good.body()));
        }
        if (good.body() != null) {
            byte[] body = Base64.getDecoder().decode(good.body());
            for (int i = 0; i < body.length; i++) {
                byte[] other = body.clone();
                other[i] = (byte) (other[i] == '7' ? '8' : '7');
                changed.add(
                        with(good, query, good.headers(), Base64.getEncoder().encodeToString(other)));
            }
        }
        Objects.requireNonNull(good.headers()).forEach((name, values) -> {
            for (int i = 0;
                    !name.equals("Content-Type") && i < values.getFirst().length();
                    i++) {
                var headers = new HashMap<>(Objects.requireNonNull(good.headers()));
                headers.put(name, List.of(turned(values.getFirst(), i)));
                changed.add(with(good, query, headers, good.body()));
            }
        });
        // Also what was not there when it was signed.
        changed.add(
                with(good, query.isEmpty() ? "leverage=100" : query + "&leverage=100", good.headers(), good.body()));
        changed.add(with(good, query.isEmpty() ? "validate" : "validate=false&" + query, good.headers(), good.body()));
        assertThat(changed).hasSizeGreaterThan(40);
        assertThat(changed.stream().filter(one -> Program.check(node, one).equals("accepted")))
                .isEmpty();
        assertThat(Program.check(node, good)).isEqualTo("accepted");
        assertThat(Program.check(node, good)).isEqualTo("replayed");
    }

    private static String turned(String text, int at) {
        return text.substring(0, at) + (text.charAt(at) == '7' ? '8' : '7') + text.substring(at + 1);
    }

    private static ApiRequestCheck with(
            ApiRequestCheck sent, String query, @Nullable Map<String, List<String>> headers, @Nullable String body) {
        return new ApiRequestCheck(
                sent.method(), sent.host(), sent.path(), query, headers, body, null, sent.address(), sent.scopes());
    }

    @Test
    void aQueryWithItsHmacAsTheLastParameter() {
        Program bot = Program.shared(owner, "query-hmac-hex", "hmac-sha256");
        String query = "symbol=BTCEUR&side=BUY&recvWindow=4000&timestamp=" + now();
        String signature = HexFormat.of().formatHex(Program.hmac("sha256", bytes(bot.secret()), bytes(query)));
        mustHold(request("POST", "/orders", query + "&signature=" + signature, null, "X-Api-Key", bot.key()));
        assertThat(Program.check(
                        node,
                        request("POST", "/o", "signature=" + signature + "&" + query, null, "X-Api-Key", bot.key())))
                .as("not the last")
                .isEqualTo("ambiguous");
    }

    @Test
    @Defends("A37")
    void aWindowOfHoursIsRefused() {
        Program bot = Program.shared(owner, "query-hmac-hex", "hmac-sha256");
        for (String window : List.of("9000000000", "60001", "0", "-1", "1e3")) {
            String query = "recvWindow=" + window + "&timestamp=" + (now() - 50_000);
            String signature = HexFormat.of().formatHex(Program.hmac("sha256", bytes(bot.secret()), bytes(query)));
            assertThat(Program.check(
                            node,
                            request("GET", "/o", query + "&signature=" + signature, null, "X-Api-Key", bot.key())))
                    .as(window)
                    .isEqualTo("bad-window");
        }
    }

    @Test
    void headersWithAWindowAndThePayload() {
        Program bot = Program.shared(owner, "header-hmac-hex", "hmac-sha256");
        String body = "{\"symbol\":\"BTCEUR\",\"qty\":\"1\"}";
        String text = now() + bot.key() + "5000" + body;
        mustHold(request(
                "POST",
                "/orders",
                "",
                body,
                "X-Api-Key",
                bot.key(),
                "X-Api-Timestamp",
                text.substring(0, 13),
                "X-Api-Recv-Window",
                "5000",
                "X-Api-Sign",
                HexFormat.of().formatHex(Program.hmac("sha256", bytes(bot.secret()), bytes(text)))));
    }

    @Test
    void timeMethodPathAndBodyInBase64() {
        Program bot = Program.shared(owner, "concat-hmac-base64", "hmac-sha256");
        String time = String.valueOf(now() / 1000);
        String body = "{\"size\":\"1\"}";
        mustHold(request(
                "POST",
                "/orders",
                "a=1",
                body,
                "Access-Key",
                bot.key(),
                "Access-Timestamp",
                time,
                "Access-Sign",
                Program.base64(Program.hmac("sha256", bytes(bot.secret()), bytes(time + "POST/orders?a=1" + body)))));
        // What stands in the body moved into the query: the same text, another request.
        String moved = Program.base64(Program.hmac("sha256", bytes(bot.secret()), bytes(time + "POST/orders?a=1b=2")));
        assertThat(Program.check(
                        node,
                        request(
                                "POST",
                                "/orders",
                                "a=1",
                                "b=2",
                                "Access-Key",
                                bot.key(),
                                "Access-Timestamp",
                                time,
                                "Access-Sign",
                                moved)))
                .isEqualTo("ambiguous");
    }

    @Test
    void aFormWithItsNonceUnderSha512() {
        Program bot = Program.shared(owner, "form-hmac512-base64", "hmac-sha512");
        String nonce = String.valueOf(now());
        String body = "nonce=" + nonce + "&pair=BTCEUR&volume=1";
        var text = new ByteArrayOutputStream();
        text.writeBytes(bytes("/0/private/orders"));
        text.writeBytes(Program.shell("openssl dgst -sha256 -binary", bytes(nonce + body)));
        byte[] secret = Base64.getDecoder().decode(bot.secret());
        mustHold(request(
                "POST",
                "/0/private/orders",
                "",
                body,
                "Api-Key",
                bot.key(),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Api-Sign",
                Program.base64(Program.hmac("sha512", secret, text.toByteArray()))));
    }

    @Test
    void aQueryUnderEd25519() {
        String privateKey = Program.privateKey();
        var made = dev.sallyport.harness.Holder.json(AppHolder.expect(
                201,
                Program.create(
                        owner,
                        "\"kind\":\"trade\",\"scopes\":[\"orders.write\"],\"scheme\":\"query-ed25519-base64\","
                                + "\"publicKey\":" + Program.JSON.writeValueAsString(Program.publicKey(privateKey)))));
        String query = "symbol=BTCEUR&timestamp=" + now();
        String signature =
                URLEncoder.encode(Program.base64(Program.ed25519(privateKey, bytes(query))), StandardCharsets.UTF_8);
        mustHold(request(
                "POST",
                "/orders",
                query + "&signature=" + signature,
                null,
                "X-Api-Key",
                made.get("key").asString()));
    }

    @Test
    void aSchemeThatLeavesOutWhatDecidesCannotBe() {
        var fields = new HashMap<>(Map.of(
                "hash",
                "hmac-sha256",
                "encoding",
                "hex",
                "key",
                "header K",
                "signature",
                "header S",
                "time",
                "header T",
                "signed",
                "{time}{method}{path}{body}"));
        assertThat(SignatureSchemes.read("own", fields).name()).isEqualTo("own");
        Map<String, String> wrong = Map.of(
                "signed", "{method}{path}{body}",
                "hash", "md5",
                "key", "cookie K",
                "signature", "body s",
                "unit", "weeks");
        wrong.forEach((field, value) -> {
            var other = new HashMap<>(fields);
            other.put(field, value);
            assertThatThrownBy(() -> SignatureSchemes.read("own", other))
                    .as(field)
                    .hasMessageContaining("The signature scheme \"own\" cannot be");
        });
        fields.put("signed", "{time}{path}");
        assertThatThrownBy(() -> SignatureSchemes.read("own", fields)).hasMessageContaining("body");
    }
}
