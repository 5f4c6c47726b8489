package dev.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.client.ApiRequestVerifier.Option;
import dev.sallyport.client.ApiVerdict.Bad;
import dev.sallyport.client.ApiVerdict.Good;
import dev.sallyport.client.ApiVerdict.Unknown;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Proves("R-API-2")
class ApiRequestVerifierTest {
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final String CHECK = "POST /v1/api-requests/check";
    private static final String USES = "POST /v1/api-requests/uses";

    private final Played server = new Played();
    private final ApiRequestVerifier verifier = ApiRequestVerifier.open(server.settings(), Option.ALONE);
    private final Bot bot = Bot.ed25519();

    @BeforeEach
    void start() throws InterruptedException {
        ready(verifier);
        TestTime.await("the line", () -> server.lines() == 1);
        describe(bot, Map.of());
    }

    @AfterEach
    void stop() {
        verifier.close();
        server.close();
    }

    /// It has heard all, and its memory reaches back far enough.
    private void ready(ApiRequestVerifier opened) throws InterruptedException {
        assertThat(opened.awaitReady(Duration.ofSeconds(20))).isTrue();
        server.time.advance(Duration.ofSeconds(2));
    }

    private void describe(Bot one, Map<String, Object> otherwise) {
        var said = one.description();
        said.putAll(otherwise);
        server.service.put("GET /v1/api-keys/" + one.id(), Map.entry(200, Minted.json(said)));
        server.service.put(
                "GET /v1/api-keys/" + one.id() + "/secret",
                Map.entry(200, Minted.json(Map.of("secret", one.secret()))));
    }

    private long now() {
        return server.time.millis();
    }

    private static String of(ApiVerdict verdict) {
        return switch (verdict) {
            case Good good -> "good";
            case Bad bad -> bad.code();
            case Unknown unknown -> "unknown";
        };
    }

    private String check(ApiRequest request, String... needed) {
        return of(verifier.check(request, Set.of(needed)));
    }

    private long questions(String start) {
        return server.asked.stream().filter(one -> one.startsWith(start)).count();
    }

    @Test
    @Proves("R-API-3")
    @Defends({"A35", "A36"})
    void whatAKeySignsIsGoodOnceAndTheServerIsAskedOfTheKeyOnce() {
        ApiRequest order = bot.signed("POST", "/v1/orders?a=1&b=2", "{\"amount\":\"1\"}", now(), "nonce-0001");
        assertThat(verifier.check(order, Set.of("orders.write")))
                .isEqualTo(
                        new Good(bot.account(), bot.id(), "trade", Set.of("orders.read", "orders.write"), List.of()));
        assertThat(verifier.check(order, Set.of())).isEqualTo(new Bad("replayed", 401));
        assertThat(check(bot.signed("GET", "/v1/orders", "", now(), "nonce-0001")))
                .as("the nonce counts, not the request")
                .isEqualTo("replayed");
        for (int i = 0; i < 20; i++) {
            assertThat(check(bot.get(now()))).isEqualTo("good");
        }
        assertThat(server.asked).hasSize(1);
    }

    @Test
    @Proves("R-API-3")
    @Defends("A36")
    void ofFiftyAtOnceInTwoProcessesWithOneMemoryOneIsGood() throws Exception {
        var memory = ConcurrentHashMap.<String>newKeySet();
        Settings shared = server.settings().proofs((name, until) -> memory.add(name));
        try (var one = ApiRequestVerifier.open(shared);
                var other = ApiRequestVerifier.open(shared)) {
            ready(one);
            ready(other);
            ApiRequest request = bot.get(now());
            assertThat(race(i -> of((i % 2 == 0 ? one : other).check(request, Set.of()))))
                    .containsOnlyOnce("good")
                    .containsOnly("good", "replayed");
        }
        ApiRequest request = bot.get(now());
        assertThat(race(i -> check(request))).containsOnlyOnce("good").containsOnly("good", "replayed");
    }

    private interface Racer {
        String run(int number);
    }

    private static List<String> race(Racer racer) throws InterruptedException, ExecutionException {
        var start = new CountDownLatch(1);
        var answers = new ArrayList<Future<String>>();
        try (var threads = Executors.newFixedThreadPool(50)) {
            for (int i = 0; i < 50; i++) {
                int number = i;
                answers.add(threads.submit(() -> {
                    start.await();
                    return racer.run(number);
                }));
            }
            start.countDown();
        }
        var said = new ArrayList<String>();
        for (Future<String> answer : answers) {
            said.add(answer.get());
        }
        return said;
    }

    /// Two gateways that share nothing but the server.
    @Test
    @Proves("R-API-3")
    @Defends({"A35", "A36"})
    void ofAHundredAtOnceInTwoProcessesThatKnowNothingOfEachOtherOneIsGood() throws Exception {
        server.spends();
        try (var one = ApiRequestVerifier.open(server.settings());
                var other = ApiRequestVerifier.open(server.settings())) {
            ready(one);
            ready(other);
            ApiRequest request = bot.get(now());
            assertThat(race(i -> of((i % 2 == 0 ? one : other).check(request, Set.of()))))
                    .containsOnlyOnce("good")
                    .containsOnly("good", "replayed");
            assertThat(of(other.check(request, Set.of()))).isEqualTo("replayed");
            int before = server.asked.size();
            assertThat(race(i -> of(one.check(bot.get(now()), Set.of())))).containsOnly("good");
            assertThat(server.asked.size() - before)
                    .as("many go in one question")
                    .isLessThan(50);
        }
    }

    @Test
    @Proves("R-API-3")
    void whatTheServerDoesNotSpendLetsNobodyIn() throws InterruptedException {
        try (var gateway = ApiRequestVerifier.open(server.settings())) {
            ready(gateway);
            for (var answer : Map.of(
                            "[\"accepted\"]", "good",
                            "[\"replayed\"]", "replayed",
                            "[\"too-many\"]", "too-many",
                            "[\"unknown-key\"]", "unknown-key",
                            "[\"nonsense\"]", "unknown",
                            "[]", "unknown",
                            "[\"accepted\",\"accepted\"]", "unknown",
                            "[1]", "unknown")
                    .entrySet()) {
                server.service.put(USES, Map.entry(200, "{\"answers\":" + answer.getKey() + "}"));
                assertThat(of(gateway.check(bot.get(now()), Set.of())))
                        .as(answer.getKey())
                        .isEqualTo(answer.getValue());
            }
            server.service.put(USES, Map.entry(403, "{}"));
            assertThat(of(gateway.check(bot.get(now()), Set.of()))).isEqualTo("unknown");
            server.service.put(USES, Map.entry(503, "{}"));
            assertThat(of(gateway.check(bot.get(now()), Set.of()))).isEqualTo("unknown");
            String asked = server.asked.get(1);
            assertThat(asked)
                    .startsWith(USES)
                    .contains("\"key\":\"" + bot.id(), "\"nonce\":\"", "\"address\":\"" + Bot.CALLER);
        }
    }

    @Test
    @Defends("A41")
    void aKeyHasItsBudget() {
        var time = new AtomicLong(-7);
        var inside = new InsidePort(
                server.settings(), new Http(SILENCE), new ServiceTokens(server.settings(), new Http(SILENCE), "-"));
        var uses = new CountedUses(inside, time::get);
        for (int i = 0; i < 6_000; i++) {
            assertThat(uses.mayTake(bot.id())).isTrue();
        }
        assertThat(uses.mayTake(bot.id())).isFalse();
        assertThat(uses.mayTake("sk_other")).isTrue();
        time.addAndGet(Duration.ofSeconds(1).toNanos());
        for (int i = 0; i < 100; i++) {
            assertThat(uses.mayTake(bot.id())).isTrue();
        }
        assertThat(uses.mayTake(bot.id())).isFalse();
    }

    @Test
    @Proves("R-API-5")
    void whatAKeyDidIsTold() throws InterruptedException {
        server.service.put(USES, Map.entry(200, "{\"answers\":[\"accepted\"]}"));
        try (var alone = ApiRequestVerifier.open(server.settings(), Option.ALONE)) {
            ready(alone);
            for (int i = 0; i < 3; i++) {
                assertThat(of(alone.check(bot.get(now()), Set.of()))).isEqualTo("good");
            }
        }
        TestTime.await("what it did", () -> questions(USES) == 1);
        assertThat(server.asked)
                .anySatisfy(one -> assertThat(one).startsWith(USES).contains("\"count\":3"));
    }

    @Test
    @Defends("A38")
    void anyChangedPartIsRefused() {
        ApiRequest good = bot.signed("POST", "/v1/orders?a=1&b=2", "{}", now(), "nonce-0002");
        byte[] body = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String target = "/v1/orders?a=1&b=2";
        var changed = new ArrayList<ApiRequest>();
        changed.add(ApiRequest.of("PUT", Bot.HOST, target, good.headers(), body, Bot.CALLER));
        changed.add(ApiRequest.of("POST", "evil.examplex.com", target, good.headers(), body, Bot.CALLER));
        changed.add(ApiRequest.of("POST", Bot.HOST, "/v1/order?a=1&b=2", good.headers(), body, Bot.CALLER));
        changed.add(ApiRequest.of("POST", Bot.HOST, "/v1/orders?b=2&a=1", good.headers(), body, Bot.CALLER));
        changed.add(ApiRequest.of("POST", Bot.HOST, target, good.headers(), new byte[] {1}, Bot.CALLER));
        changed.add(with(good, "x-sallyport-nonce", "nonce-0003"));
        changed.add(with(
                good,
                "x-sallyport-timestamp",
                String.valueOf(Long.parseLong(good.all("x-sallyport-timestamp").get(0)) - 1)));
        changed.add(with(good, "x-sallyport-signature", "AAAA"));
        changed.add(with(
                good, "x-sallyport-signature", good.all("x-sallyport-signature").get(0) + "\n"));
        Bot other = Bot.ed25519();
        describe(other, Map.of());
        changed.add(with(good, "x-sallyport-key", other.id()));
        assertThat(changed).allSatisfy(one -> assertThat(check(one)).isEqualTo("bad-signature"));
        assertThat(check(good)).as("it was good all the time").isEqualTo("good");
    }

    private static ApiRequest with(ApiRequest sent, String header, String... values) {
        var headers = new HashMap<>(sent.headers());
        headers.put(header, List.of(values));
        return new ApiRequest(
                sent.method(),
                sent.host(),
                sent.path(),
                sent.query(),
                headers,
                Objects.requireNonNull(sent.body()),
                sent.bodyHash(),
                sent.address());
    }

    @Test
    @Defends("A38")
    void whatCanBeReadInTwoWaysIsRefusedBeforeItIsLookedAt() {
        for (String target : List.of(
                "/v1//orders",
                "/v1/../orders",
                "/v1/%2e%2E/orders",
                "/v1/%2E%2E/orders",
                "/v1/%6Frders",
                "/v1/%6",
                "/v1/a;b",
                "/v1/\u00e4",
                "/v1/orders?a=1&a=2",
                "/v1/orders?a=1&%61=2",
                "/v1/orders?a=[1]",
                "/v1/orders?a=1&&b=2",
                "/v1/orders?a=%zz",
                "/v1/orders?a=1;b=2",
                "http://api.examplex.com/v1/orders")) {
            assertThat(check(bot.signed(
                            "POST", target, "{}", now(), UUID.randomUUID().toString())))
                    .as(target)
                    .isEqualTo("ambiguous");
        }
        assertThat(check(bot.signed("GET", "/v1/orders", "{}", now(), "nonce-0004")))
                .isEqualTo("ambiguous");
        ApiRequest form = bot.signed("POST", "/v1/orders?a=1", "b=2&a=3", now(), "nonce-0005");
        assertThat(check(with(form, "content-type", "application/x-www-form-urlencoded")))
                .isEqualTo("ambiguous");
        ApiRequest twice = bot.get(now());
        String signature = twice.all("x-sallyport-signature").get(0);
        assertThat(check(with(twice, "x-sallyport-signature", signature, signature)))
                .isEqualTo("ambiguous");
        assertThat(check(with(twice, "x-sallyport-nonce", "short"))).isEqualTo("malformed");
        assertThat(check(with(twice, "x-sallyport-timestamp", "0" + now()))).isEqualTo("malformed");
        assertThat(check(with(twice, "x-sallyport-signature"))).isEqualTo("malformed");
        assertThat(check(with(twice, "x-sallyport-key", "../clients"))).isEqualTo("unknown-key");
        assertThat(server.asked).isEmpty();
        String deep = "/" + "a".repeat(7_000);
        assertThat(check(bot.signed("GET", deep, "", now(), "nonce-0006"))).isEqualTo("good");
    }

    @Test
    @Proves("R-API-3")
    @Defends("A37")
    void onlyTheWindowAroundNowIsTaken() {
        server.time.advance(Duration.ofSeconds(8));
        server.heartbeat();
        TestTime.await("news", verifier::isFresh);
        assertThat(check(bot.get(now() - 4_000))).isEqualTo("good");
        assertThat(check(bot.get(now() - 5_500))).isEqualTo("too-old");
        assertThat(check(bot.get(now() + 1_500))).isEqualTo("too-early");
    }

    @Test
    @Defends("A36")
    void whatWasSignedBeforeThisProcessRemembersIsNotDecided() throws InterruptedException {
        ApiRequest before = bot.get(now());
        assertThat(check(before)).isEqualTo("good");
        try (var restarted = ApiRequestVerifier.open(server.settings(), Option.ALONE)) {
            ready(restarted);
            assertThat(restarted.check(before, Set.of())).isInstanceOf(Unknown.class);
            assertThat(restarted.check(bot.get(now()), Set.of())).isInstanceOf(Good.class);
        }
    }

    @Test
    @Proves({"R-API-1", "R-API-4"})
    @Defends({"A39", "A40"})
    void addressesScopesEndAndRestCount() {
        describe(bot, Map.of("addresses", List.of("198.51.100.0/24", "2001:db8::/32")));
        for (String address : List.of("198.51.100.9", "::ffff:198.51.100.9", "2001:db8:1::5")) {
            assertThat(check(from(bot.get(now()), address))).as(address).isEqualTo("good");
        }
        for (String address : List.of("198.51.101.9", "2001:db9::5", "0306.063.0144.011", "3325256713", "localhost")) {
            assertThat(check(from(bot.get(now()), address))).as(address).isEqualTo("address-not-allowed");
        }
        Bot poor = Bot.ed25519();
        describe(poor, Map.of("scopes", List.of("orders.read")));
        assertThat(verifier.check(poor.get(now()), Set.of("orders.read", "orders.write")))
                .isEqualTo(new Bad("missing-scope", 403));
        Bot resting = Bot.ed25519();
        describe(resting, Map.of("frozen", true));
        assertThat(verifier.check(resting.get(now()), Set.of())).isEqualTo(new Bad("frozen", 403));
        Bot mortal = Bot.ed25519();
        describe(
                mortal, Map.of("expiresAt", server.time.instant().plusSeconds(5).toString()));
        assertThat(check(mortal.get(now()))).isEqualTo("good");
        server.time.advance(Duration.ofSeconds(6));
        server.heartbeat();
        TestTime.await("news", verifier::isFresh);
        assertThat(check(mortal.get(now()))).isEqualTo("unknown-key");
        Bot foreign = Bot.ed25519();
        describe(foreign, Map.of("scheme", "query-ed25519-base64"));
        assertThat(check(foreign.get(now()))).isEqualTo("malformed");
    }

    private static ApiRequest from(ApiRequest sent, String address) {
        return new ApiRequest(
                sent.method(),
                sent.host(),
                sent.path(),
                sent.query(),
                sent.headers(),
                Objects.requireNonNull(sent.body()),
                sent.bodyHash(),
                address);
    }

    @Test
    @Proves("R-API-6")
    void aRevokedKeyIsRefusedThoughANodeStillDescribesIt() {
        assertThat(check(bot.get(now()))).isEqualTo("good");
        server.tell("apikey.revoked", Map.of("account", bot.account(), "key", bot.id(), "reason", "revoked"));
        TestTime.await("its end", () -> check(bot.get(now())).equals("unknown-key"));
        assertThat(questions("GET ")).isEqualTo(1);
    }

    @Test
    void aChangeCountsAtOnceAndWhatALateNodeSaysIsNotRemembered() {
        assertThat(check(bot.get(now()))).isEqualTo("good");
        server.tell("apikey.changed", Map.of("account", bot.account(), "key", bot.id(), "change", "frozen"));
        // The node that is asked next has not heard of it yet.
        TestTime.await("another question", () -> check(bot.get(now())).equals("good") && questions("GET ") > 1);
        describe(bot, Map.of("frozen", true));
        assertThat(check(bot.get(now()))).isEqualTo("frozen");
        describe(bot, Map.of());
        server.tell("account.disabled", Map.of("account", bot.account()));
        server.time.advance(Duration.ofSeconds(3));
        TestTime.await("the server's word", () -> check(bot.get(now())).equals("good"));
    }

    @Test
    void aKeyThatIsUnknownIsNotAskedAboutAgainAtOnce() {
        Bot stranger = Bot.ed25519();
        for (int i = 0; i < 10; i++) {
            assertThat(check(stranger.get(now()))).isEqualTo("unknown-key");
        }
        assertThat(questions("GET ")).isEqualTo(1);
        describe(stranger, Map.of());
        server.time.advance(Duration.ofSeconds(3));
        assertThat(check(stranger.get(now()))).isEqualTo("good");
    }

    @Test
    void inASilenceTheServerIsAskedOfEveryRequestAndItsNoCounts() {
        assertThat(check(bot.get(now()))).isEqualTo("good");
        server.streamStatus = 503;
        server.cut();
        assertThat(check(bot.get(now()))).as("within the silence").isEqualTo("good");
        assertThat(questions(CHECK)).isZero();
        server.time.advance(SILENCE.plusSeconds(1));
        server.service.put(CHECK, Map.entry(200, "{\"accepted\":false,\"code\":\"frozen\",\"status\":403}"));
        assertThat(verifier.check(bot.get(now()), Set.of())).isEqualTo(new Bad("frozen", 403));
        server.service.put(CHECK, Map.entry(200, bot.accepted()));
        ApiRequest asked = bot.get(now());
        assertThat(check(asked)).isEqualTo("good");
        server.service.put(CHECK, Map.entry(200, Bot.ed25519().accepted()));
        assertThat(check(bot.get(now()))).as("another key's answer").isEqualTo("unknown");
        server.streamStatus = 200;
        TestTime.await("news again", verifier::isFresh);
        assertThat(check(asked)).as("the server has let it in").isEqualTo("replayed");
        assertThat(check(bot.get(now()))).isEqualTo("good");
    }

    @Test
    void aFrozenServerLeadsToNobodyBeingLetIn() {
        assertThat(check(bot.get(now()))).isEqualTo("good");
        server.freeze();
        server.time.advance(SILENCE.plusSeconds(1));
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(check(bot.get(now()))).isEqualTo("unknown");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        server.thaw();
    }

    @Test
    void aDescriptionThatCannotBeReadLetsNobodyIn() {
        for (Map<String, Object> odd : List.<Map<String, Object>>of(
                Map.of("key", "sk_other"),
                Map.of("publicKey", "AAAA"),
                Map.of("expiresAt", 7),
                Map.of("expiresAt", "soon"),
                Map.of("addresses", List.of("10.0.0.0/64")),
                Map.of("addresses", List.of(1)),
                Map.of("frozen", "no"))) {
            Bot one = Bot.ed25519();
            describe(one, odd);
            assertThat(check(one.get(now()))).as(odd.toString()).isEqualTo("unknown");
        }
    }

    @Test
    void ofSharedSecretsTheServerIsAskedWithNoMoreThanItReads() {
        Bot hmac = Bot.shared();
        describe(hmac, Map.of());
        server.service.put(CHECK, Map.entry(200, hmac.accepted()));
        ApiRequest request = hmac.signed("POST", "/v1/orders?a=1", "{}", now(), "nonce-0007");
        assertThat(check(request, "orders.read")).isEqualTo("good");
        assertThat(check(request, "orders.read")).isEqualTo("replayed");
        String asked = server.asked.get(1);
        assertThat(asked)
                .startsWith(CHECK)
                .contains("\"path\":\"/v1/orders\",\"query\":\"a=1\"")
                .contains("\"bodySha256\":\"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"")
                .contains("\"scopes\":[\"orders.read\"]")
                .contains("\"x-sallyport-nonce\":[\"nonce-0007\"]")
                .doesNotContain("cookie", "\"body\"");
        assertThat(questions("GET /v1/api-keys/" + hmac.id() + "/secret")).isZero();
        server.service.put(CHECK, Map.entry(400, "{}"));
        assertThat(verifier.check(hmac.get(now()), Set.of())).isEqualTo(new Bad("malformed", 400));
        server.service.put(CHECK, Map.entry(429, "{}"));
        assertThat(check(hmac.get(now()))).isEqualTo("unknown");
    }

    @Test
    void ofOtherSchemesTheServerIsAskedWithTheWholeBody() {
        server.service.put(CHECK, Map.entry(200, bot.accepted()));
        var headers = Map.of("X-Api-Key", List.of(bot.id()), "X-Api-Sign", List.of("ab"), "COOKIE", List.of("c"));
        byte[] body = "b=1".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(check(ApiRequest.of("POST", Bot.HOST, "/v1/orders", headers, body, Bot.CALLER)))
                .isEqualTo("good");
        assertThat(server.asked.get(0))
                .contains("\"body\":\"Yj0x\"", "\"x-api-key\":[\"" + bot.id(), "\"x-api-sign\":[\"ab\"]")
                .doesNotContain("cookie");
    }

    @Test
    void sharedSecretsAreHeldOnlyWhileTheStreamIsHeard() throws InterruptedException {
        Bot hmac = Bot.shared();
        describe(hmac, Map.of());
        try (var gateway = ApiRequestVerifier.open(server.settings(), Option.SECRETS, Option.ALONE)) {
            ready(gateway);
            assertThat(of(gateway.check(hmac.get(now()), Set.of()))).isEqualTo("good");
            ApiRequest forged = with(hmac.get(now()), "x-sallyport-nonce", "nonce-0008");
            assertThat(of(gateway.check(forged, Set.of()))).isEqualTo("bad-signature");
            assertThat(of(gateway.check(bot.get(now()), Set.of()))).isEqualTo("good");
            assertThat(gateway.secretsHeld()).isEqualTo(1);
            assertThat(questions(CHECK)).isZero();
            server.streamStatus = 503;
            server.cut();
            server.time.advance(SILENCE.plusSeconds(1));
            // Nobody has to ask for that.
            TestTime.await("nothing held", () -> gateway.secretsHeld() == 0);
            assertThat(of(gateway.check(hmac.get(now()), Set.of()))).isEqualTo("unknown");
            server.streamStatus = 200;
            TestTime.await("news again", gateway::isFresh);
            assertThat(of(gateway.check(hmac.get(now()), Set.of()))).isEqualTo("good");
        }
    }
}
