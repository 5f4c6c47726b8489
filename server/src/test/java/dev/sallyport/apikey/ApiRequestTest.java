package dev.sallyport.apikey;

import static dev.sallyport.harness.AppHolder.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.ApiRequestCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A program's key from its making to its end, as holder, program and gateway see it.
class ApiRequestTest {
    private static final TestNode NODE = TestNode.shared();
    private static final AtomicInteger NONCES = new AtomicInteger();

    private final AppHolder owner = AppHolder.signUp(NODE);

    private static String nonce() {
        return "nonce-000" + NONCES.incrementAndGet();
    }

    private static long now() {
        return NODE.clock.instant().toEpochMilli();
    }

    private static ApiRequestCheck from(ApiRequestCheck sent, String address, String... scopes) {
        return new ApiRequestCheck(
                sent.method(),
                sent.host(),
                sent.path(),
                sent.query(),
                sent.headers(),
                sent.body(),
                sent.bodySha256(),
                address,
                List.of(scopes));
    }

    private String check(ApiRequestCheck request) {
        return Program.check(NODE, request);
    }

    @Test
    @Proves({"R-API-2", "R-API-3", "R-API-1"})
    @Defends("A35")
    void whatAKeySignsIsAcceptedOnceAndNeverAfterItsEnd() {
        Program bot = Program.make(owner, "trade", "\"orders.read\",\"orders.write\"", "");
        ApiRequestCheck order = bot.signed("POST", "", "{\"amount\":\"1\"}", now(), nonce());
        assertThat(check(order)).isEqualTo("accepted");
        assertThat(check(order)).isEqualTo("replayed");
        assertThat(check(from(bot.signed("GET", "a=1", "", now(), nonce()), "203.0.113.7", "orders.write")))
                .isEqualTo("accepted");
        assertThat(check(from(bot.signed("GET", "a=1", "", now(), nonce()), "203.0.113.7", "withdrawals.write")))
                .isEqualTo("missing-scope");
        NODE.bean(KeyUses.class).write();
        var listed = Holder.json(owner.browser, "/api/api-keys").get(0);
        assertThat(listed.get("use").get("count").asInt()).isEqualTo(2);
        assertThat(listed.get("use").get("address").asString()).isEqualTo("203.0.113.7");
        expect(204, owner.browser.json("DELETE", "/api/api-keys/" + bot.id(), null));
        ApiRequestCheck late = bot.signed("GET", "a=1", "", now(), nonce());
        Holder.await("the end on this node", () -> check(late).equals("unknown-key"));
    }

    @Test
    @Proves("R-API-3")
    @Defends("A37")
    void onlyTheWindowAroundNowIsTaken() {
        Program bot = Program.make(owner, "read", "\"balances.read\"", "");
        assertThat(check(bot.signed("GET", "", "", now() - 3_500, nonce()))).isEqualTo("accepted");
        assertThat(check(bot.signed("GET", "", "", now() - 8_000, nonce()))).isEqualTo("too-old");
        assertThat(check(bot.signed("GET", "", "", now() + 4_000, nonce()))).isEqualTo("too-early");
        assertThat(check(bot.signed("GET", "", "", now() + 61_000, nonce()))).isEqualTo("too-early");
    }

    @Test
    @Proves("R-API-3")
    @Defends("A36")
    void ofTwoHundredWithOneNonceOnTwoNodesOneIsAccepted() {
        Program bot = Program.make(owner, "read", "\"balances.read\"", "");
        ApiRequestCheck request = bot.signed("GET", "", "", now(), nonce());
        try (TestNode other = NODE.beside()) {
            var answers = Race.of(200, i -> () -> Program.check(i % 2 == 0 ? NODE : other, request));
            assertThat(answers).containsOnlyOnce("accepted");
            // On a busy machine the last ones come after the window.
            assertThat(answers).isSubsetOf("accepted", "replayed", "too-old");
        }
    }

    @Test
    @Proves({"R-API-1", "R-API-4"})
    @Defends({"A39", "A40"})
    void aKeyWorksFromItsAddressesOnly() {
        Program bot = Program.make(
                owner,
                "withdraw",
                "\"withdrawals.write\"",
                ",\"addresses\":[\"198.51.100.0/24\",\"2001:db8::/32\"],\"destinations\":[\"d-1\"]");
        for (String address : List.of("198.51.100.9", "::ffff:198.51.100.9", "2001:db8:1::5")) {
            assertThat(check(from(bot.signed("GET", "", "", now(), nonce()), address)))
                    .as(address)
                    .isEqualTo("accepted");
        }
        for (String address : List.of("198.51.101.9", "2001:db9::5", "::ffff:198.51.99.1")) {
            assertThat(check(from(bot.signed("GET", "", "", now(), nonce()), address)))
                    .as(address)
                    .isEqualTo("address-not-allowed");
        }
        for (String odd : List.of("0306.063.0144.011", "3325256713", "198.51.100.9, 1.1.1.1", "fe80::1%eth0")) {
            String json = Program.JSON.writeValueAsString(from(bot.signed("GET", "", "", now(), nonce()), odd));
            assertThat(Program.post(NODE, json, TestNode.SERVICE_TOKEN).statusCode())
                    .as(odd)
                    .isEqualTo(400);
        }
    }

    @Test
    @Proves({"R-API-1", "R-API-2", "R-API-4"})
    @Defends("A40")
    void whatNoKeyMayBeIsRefusedWithItsReason() {
        String key = ",\"publicKey\":" + Program.JSON.writeValueAsString(Program.publicKey(Program.privateKey()));
        String withdraw = "\"kind\":\"withdraw\",\"scopes\":[\"withdrawals.write\"],\"destinations\":[\"d\"]" + key;
        var wrong = Map.of(
                withdraw,
                "addresses",
                withdraw + ",\"addresses\":[\"0.0.0.0/0\"]",
                "addresses",
                withdraw + ",\"addresses\":[\"10.0.0.0/8\"]",
                "addresses",
                withdraw + ",\"addresses\":[\"010.1.2.3\"]",
                "addresses",
                withdraw + ",\"addresses\":[\"10.1.2.3/24\"]",
                "addresses",
                "\"kind\":\"withdraw\",\"scopes\":[\"withdrawals.write\"],\"addresses\":[\"10.1.2.3\"]" + key,
                "destinations",
                withdraw.replace("publicKey", "x").replaceAll(",\"x\".*", "")
                        + ",\"addresses\":[\"10.1.2.3\"],\"algorithm\":\"hmac-sha256\"",
                "signing",
                "\"kind\":\"read\",\"scopes\":[\"orders.write\"]" + key,
                "scopes",
                "\"kind\":\"trade\",\"scopes\":[\"orders.write\"],\"days\":91" + key,
                "days",
                "\"kind\":\"read\",\"scopes\":[\"orders.read\"],\"publicKey\":\"" + "00".repeat(32) + "\"",
                "public-key");
        wrong.forEach((fields, field) -> {
            var answer = Program.create(owner, fields);
            assertThat(answer.statusCode()).as(fields).isEqualTo(422);
            assertThat(Holder.json(answer).get("errors").get(0).get("field").asString())
                    .as(fields)
                    .isEqualTo(field);
        });
        assertThat(Holder.json(owner.browser, "/api/api-keys")).isEmpty();
    }

    @Test
    @Proves("R-API-2")
    @Defends("A38")
    void anyChangedPartIsRefused() {
        Program bot = Program.make(owner, "read", "\"balances.read\"", "");
        ApiRequestCheck good = bot.signed("POST", "a=1&b=2", "{}", now(), nonce());
        var changed = new ArrayList<ApiRequestCheck>();
        changed.add(with(good, "PUT", good.host(), good.path(), good.query(), good.headers()));
        changed.add(with(good, good.method(), "evil.examplex.com", good.path(), good.query(), good.headers()));
        changed.add(with(good, good.method(), good.host(), "/v1/order", good.query(), good.headers()));
        changed.add(with(good, good.method(), good.host(), good.path(), "b=2&a=1", good.headers()));
        changed.add(with(good, good.method(), good.host(), good.path(), "a=1&b=3", good.headers()));
        for (String header : List.of("X-Sallyport-Timestamp", "X-Sallyport-Nonce")) {
            var headers = new HashMap<>(Objects.requireNonNull(good.headers()));
            headers.compute(
                    header, (name, old) -> List.of(header.endsWith("Nonce") ? nonce() : String.valueOf(now() + 1)));
            changed.add(with(good, good.method(), good.host(), good.path(), good.query(), headers));
        }
        assertThat(changed).allSatisfy(one -> assertThat(check(one)).isEqualTo("bad-signature"));
        for (String query : List.of("a=1&a=2", "a=1&%61=2", "a=[1]", "a=1&&b=2", "a=%zz", "a=1;b=2")) {
            assertThat(check(bot.signed("POST", query, "{}", now(), nonce())))
                    .as(query)
                    .isEqualTo("ambiguous");
        }
        assertThat(check(bot.signed("GET", "a=1", "{}", now(), nonce()))).isEqualTo("ambiguous");
        for (String path : List.of("/v1//orders", "/v1/../orders", "/v1/%2e%2E/orders", "/v1/%6Frders", "/v1/a;b")) {
            assertThat(check(with(good, "POST", good.host(), path, good.query(), good.headers())))
                    .as(path)
                    .isEqualTo("ambiguous");
        }
        assertThat(check(good)).as("it was good all the time").isEqualTo("accepted");
    }

    private static ApiRequestCheck with(
            ApiRequestCheck sent,
            @Nullable String method,
            @Nullable String host,
            @Nullable String path,
            @Nullable String query,
            @Nullable Map<String, List<String>> headers) {
        return new ApiRequestCheck(
                method, host, path, query, headers, sent.body(), sent.bodySha256(), sent.address(), sent.scopes());
    }

    @Test
    @Proves("R-API-6")
    void whoeverFoundAKeyEndsItAndLearnsNothing() {
        Program bot = Program.make(owner, "read", "\"balances.read\"", "");
        Program hmac = Program.shared(owner, "sallyport", "hmac-sha256");
        var finder = new dev.sallyport.harness.TestBrowser(NODE);
        finder.get("/sign-in");
        String signature = Program.base64(Program.ed25519(
                bot.secret(), ("sallyport-leaked-key:" + bot.key()).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        for (String[] shown : new String[][] {
            {bot.key(), "wrong"}, {"nothing", "x"}, {bot.key(), signature}, {hmac.key(), hmac.secret()}
        }) {
            var answer = finder.jsonUnproven(
                    "POST", "/api/leaked-keys", "{\"key\":\"" + shown[0] + "\",\"proof\":\"" + shown[1] + "\"}", null);
            assertThat(answer.statusCode() + answer.body()).isEqualTo("202");
        }
        assertThat(Holder.json(owner.browser, "/api/api-keys")
                        .valueStream()
                        .map(key -> key.get("ended").asString()))
                .containsExactly("leaked", "leaked");
    }

    @Test
    void aServiceWithoutTheScopeIsRefusedAndRubbishIsNoFault() {
        assertThat(Program.post(NODE, "{}", "nobody").statusCode()).isEqualTo(401);
        for (String rubbish : List.of("", "{", "[]", "{}", "{\"method\":1}", "{\"x\":1}")) {
            assertThat(Program.post(NODE, rubbish, TestNode.SERVICE_TOKEN).statusCode())
                    .as(rubbish)
                    .isEqualTo(400);
        }
    }
}
