package dev.sallyport.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.ApiRequestUse;
import dev.sallyport.wire.ApiRequestUses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What gateways tell that they have found good by themselves: spent once over all of them and the check.
class GatewayUsesTest {
    private static final TestNode NODE = TestNode.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String CALLER = "203.0.113.7";

    private final AppHolder owner = AppHolder.signUp(NODE);

    private static long now() {
        return NODE.clock.instant().toEpochMilli();
    }

    private static String nonce() {
        return "use-" + UUID.randomUUID();
    }

    private static ApiRequestUse use(Program bot, @Nullable String nonce, long at) {
        return new ApiRequestUse(bot.key(), nonce, at, CALLER, null);
    }

    private static HttpResponse<String> post(TestNode node, String token, List<ApiRequestUse> uses) {
        var request = HttpRequest.newBuilder(node.inside("/v1/api-requests/uses"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Program.JSON.writeValueAsString(new ApiRequestUses(uses))));
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> tell(TestNode node, ApiRequestUse... uses) {
        var answer = AppHolder.expect(200, post(node, TestNode.SERVICE_TOKEN, List.of(uses)));
        return Holder.json(answer)
                .get("answers")
                .valueStream()
                .map(one -> one.asString())
                .toList();
    }

    @Test
    @Proves("R-API-3")
    @Defends({"A35", "A36"})
    void ofAHundredGatewaysOnTwoNodesOneSpendsANonce() {
        Program bot = Program.make(owner, "read", "\"balances.read\"", "");
        ApiRequestUse use = use(bot, nonce(), now());
        try (TestNode other = NODE.beside()) {
            var answers =
                    Race.of(100, i -> () -> tell(i % 2 == 0 ? NODE : other, use).getFirst());
            assertThat(answers).containsOnlyOnce("accepted").isSubsetOf("accepted", "replayed", "too-old");
        }
        String twice = nonce();
        assertThat(tell(NODE, use(bot, twice, now()), use(bot, nonce(), now()), use(bot, twice, now())))
                .containsExactly("accepted", "accepted", "replayed");
    }

    @Test
    @Proves("R-API-3")
    @Defends("A35")
    void theCheckAndTheGatewaysKnowOfEachOther() {
        Program bot = Program.make(owner, "read", "\"balances.read\"", "");
        String nonce = nonce();
        long at = now();
        assertThat(Program.check(NODE, bot.signed("GET", "", "", at, nonce))).isEqualTo("accepted");
        assertThat(tell(NODE, use(bot, nonce, at))).containsExactly("replayed");
        String other = nonce();
        assertThat(tell(NODE, use(bot, other, at))).containsExactly("accepted");
        assertThat(Program.check(NODE, bot.signed("GET", "", "", at, other))).isEqualTo("replayed");
    }

    @Test
    @Proves({"R-API-3", "R-API-4"})
    @Defends({"A37", "A39"})
    void whatAGatewayMayNotLetInIsNotSpent() {
        Program bot = Program.make(owner, "read", "\"balances.read\"", ",\"addresses\":[\"198.51.100.0/24\"]");
        var elsewhere = new ApiRequestUse(bot.key(), nonce(), now(), "198.51.101.1", null);
        var odd = new ApiRequestUse(bot.key(), nonce(), now(), "0306.063.0144.011", null);
        var many = new ApiRequestUse(bot.key(), nonce(), now(), "198.51.100.1", 2);
        var none = new ApiRequestUse(bot.key(), null, now(), "198.51.100.1", 0);
        var nobodys = new ApiRequestUse("sk_none", nonce(), now(), CALLER, null);
        var nothing = new ApiRequestUse(null, null, 0, null, null);
        assertThat(tell(NODE, elsewhere, odd, many, none, nobodys, nothing))
                .containsExactly(
                        "address-not-allowed", "malformed", "malformed", "malformed", "unknown-key", "unknown-key");
        Program open = Program.make(owner, "read", "\"balances.read\"", "");
        assertThat(tell(
                        NODE,
                        use(open, nonce(), now() - 8_000),
                        use(open, nonce(), now() + 4_000),
                        use(open, "short", now())))
                .containsExactly("too-old", "too-early", "malformed");
        assertThat(post(NODE, "x", List.of()).statusCode()).isEqualTo(401);
        var tooMany = IntStream.range(0, 251).mapToObj(i -> use(open, nonce(), now()));
        assertThat(post(NODE, TestNode.SERVICE_TOKEN, tooMany.toList()).statusCode())
                .isEqualTo(400);
        assertThat(post(NODE, TestNode.SERVICE_TOKEN, Collections.singletonList(null))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @Proves("R-API-5")
    void whatGatewaysTellIsSeenByTheHolderAndAnEndedKeySpendsNothing() {
        Program bot = Program.make(owner, "read", "\"balances.read\"", "");
        assertThat(tell(NODE, use(bot, nonce(), now()), new ApiRequestUse(bot.key(), null, now(), "203.0.113.8", 41)))
                .containsExactly("accepted", "accepted");
        NODE.bean(KeyUses.class).write();
        var use = Holder.json(owner.browser, "/api/api-keys").get(0).get("use");
        assertThat(use.get("count").asInt()).isEqualTo(42);
        assertThat(use.get("address").asString()).isEqualTo("203.0.113.8");
        AppHolder.expect(204, owner.browser.json("DELETE", "/api/api-keys/" + bot.id(), null));
        Holder.await(
                "its end on this node",
                () -> tell(NODE, use(bot, nonce(), now())).equals(List.of("unknown-key")));
    }
}
