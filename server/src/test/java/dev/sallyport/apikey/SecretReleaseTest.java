package dev.sallyport.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.http.Services;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestNode;
import dev.sallyport.oauth.Clients;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// A shared secret leaves for a gateway that the operator has named for it, and for nobody else.
@Proves("R-API-2")
@Defends("A41")
class SecretReleaseTest {
    private static final TestNode NODE = TestNode.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String FACT = "apikey.secret-released";

    private final AppHolder owner = AppHolder.signUp(NODE);
    private final Program bot = Program.shared(owner, "sallyport", "hmac-sha256");

    /// The access token of a service, with its scopes.
    private static String service(String... scopes) {
        String name = "Gateway " + letters();
        var added = NODE.bean(Clients.class)
                .add(new Clients.Wanted(
                        name,
                        "own",
                        false,
                        false,
                        false,
                        null,
                        List.of("client_credentials"),
                        List.of(scopes),
                        List.of(),
                        List.of(),
                        null,
                        List.of(),
                        List.of()));
        if (!(added instanceof Clients.Added.Done done)) {
            throw new AssertionError(added.toString());
        }
        String pair =
                done.clientId() + ":" + Objects.requireNonNull(done.secret()).reveal();
        var request = HttpRequest.newBuilder(
                        URI.create(NODE.outside("/oauth2/token").toString()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&scope=" + String.join("%20", scopes)));
        return Holder.json(AppHolder.expect(200, send(request)))
                .get("access_token")
                .asString();
    }

    private static String letters() {
        var name = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            name.append(
                    "bcdfghjkmnpqrstvwxyz".charAt(ThreadLocalRandom.current().nextInt(20)));
        }
        return name.toString();
    }

    private static HttpResponse<String> ask(String token, String key) {
        return send(HttpRequest.newBuilder(NODE.inside("/v1/api-keys/" + key + "/secret"))
                .header("Authorization", "Bearer " + token));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theNamedGatewayGetsItAndEachTimeStandsInTheRecord() {
        String gateway = service("api-requests.check", Services.SECRETS);
        var answer = AppHolder.expect(200, ask(gateway, bot.key()));
        assertThat(Holder.json(answer).get("secret").asString()).isEqualTo(bot.secret());
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        AppHolder.expect(200, ask(gateway, bot.key()));
        assertThat(owner.facts(FACT)).isEqualTo(2);
    }

    @Test
    @Defends("A72")
    void allOthersAreRefusedAndNothingIsGiven() {
        String ordinary = service("api-requests.check", "revocations.read", "accounts.read");
        for (String token : List.of(ordinary, TestNode.SERVICE_TOKEN)) {
            var answer = ask(token, bot.key());
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).doesNotContain(bot.secret());
        }
        assertThat(ask("x", bot.key()).statusCode()).isEqualTo(401);
        assertThat(ask(ordinary + "x", bot.key()).statusCode()).isEqualTo(401);
        var outside = HttpRequest.newBuilder(NODE.outside("/v1/api-keys/" + bot.key() + "/secret"))
                .header("Authorization", "Bearer " + TestNode.SERVICE_TOKEN);
        assertThat(send(outside).statusCode()).isEqualTo(404);
        assertThat(owner.facts(FACT)).isZero();
    }

    /// The id of a key names its account: another's key under this account is no key.
    @Test
    @Defends("A72")
    void aKeyUnderAnothersAccountIsNotThere() {
        String gateway = service(Services.SECRETS);
        AppHolder other = AppHolder.signUp(NODE);
        String mixed = new ApiKeyId(other.account, UUID.fromString(bot.id())).toString();
        assertThat(ask(gateway, mixed).statusCode()).isEqualTo(404);
        String unknown = new ApiKeyId(owner.account, UUID.randomUUID()).toString();
        assertThat(ask(gateway, unknown).statusCode()).isEqualTo(404);
        assertThat(ask(gateway, "sk_" + "A".repeat(43)).statusCode()).isEqualTo(404);
        assertThat(ask(gateway, "..%2F..").statusCode()).isBetween(400, 404);
        Program signing = Program.make(owner, "read", "\"balances.read\"", "");
        assertThat(ask(gateway, signing.key()).statusCode()).isEqualTo(404);
        assertThat(owner.facts(FACT) + other.facts(FACT)).isZero();
    }

    @Test
    @Proves({"R-API-5", "R-API-6"})
    void afterItsEndOrAtRestItIsGivenNoMore() {
        String gateway = service(Services.SECRETS);
        NODE.clock.advance(Duration.ofSeconds(31));
        AppHolder.expect(204, owner.browser.json("PUT", "/api/locks/withdrawals", "{\"days\":1}"));
        Holder.await("the rest", () -> ask(gateway, bot.key()).statusCode() == 404);
        NODE.clock.advance(Duration.ofSeconds(31));
        AppHolder.expect(204, owner.browser.json("POST", "/api/api-keys/" + bot.id() + "/thawing", ""));
        Holder.await("its work", () -> ask(gateway, bot.key()).statusCode() == 200);
        AppHolder.expect(204, owner.browser.json("DELETE", "/api/api-keys/" + bot.id(), null));
        Holder.await("its end", () -> ask(gateway, bot.key()).statusCode() == 404);
    }
}
