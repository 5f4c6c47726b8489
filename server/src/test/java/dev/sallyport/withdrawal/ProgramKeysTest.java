package dev.sallyport.withdrawal;

import static dev.sallyport.withdrawal.Exchange.key;
import static dev.sallyport.withdrawal.Exchange.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a program may ask to leave by its API key.
@Proves("R-API-1")
class ProgramKeysTest {
    private static final String OTHER = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    private final Book book = Book.settled();

    /// @return its id as programs send it
    private String make(String kind, String scope, String more) {
        var pair = keyPair();
        JsonNode made = Holder.json(AppHolder.expect(
                201,
                book.owner.browser.json(
                        "POST",
                        "/api/api-keys",
                        "{\"kind\":\"" + kind + "\",\"name\":\"Bot\",\"scopes\":[\"" + scope
                                + "\"],\"addresses\":[\"203.0.113.7\"],\"publicKey\":\"" + pair + "\"" + more
                                + "}")));
        return text(made, "key");
    }

    private static String keyPair() {
        try {
            return Base64.getEncoder()
                    .encodeToString(java.security.KeyPairGenerator.getInstance("Ed25519")
                            .generateKeyPair()
                            .getPublic()
                            .getEncoded());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Defends({"A40", "A51", "A52"})
    void aKeySendsToItsOwnDestinationsAloneThoughTheListIsOff() {
        book.addOurs();
        book.confirmNewest();
        String id = text(book.first(), "id");
        book.add("ETH", "ethereum", OTHER, "");
        book.confirmNewest();
        book.pass(Duration.ofHours(25));
        String key = make("withdraw", "withdrawals.write", ",\"destinations\":[\"" + id + "\"]");
        book.pass(Duration.ofHours(25));
        assertThat(book.answer("apiKey", key)).isIn("approved", "confirm");
        // On the list, active, and not the key's.
        String[] other = {"apiKey", key, "asset", "ETH", "network", "ethereum", "destination", OTHER};
        assertThat(book.answer(other)).isEqualTo("key-destination");
        assertThat(book.answer("apiKey", key, "memo", "7")).isEqualTo("key-destination");
        assertThat(book.answer("apiKey", key, "destination", Book.POISONED)).isEqualTo("key-destination");
        other[1] = make("read", "orders.read", "");
        assertThat(book.answer(other)).as("one that only reads").isEqualTo("key-unfit");
    }

    @Test
    @Defends("A72")
    void anothersKeyAndNoKeyAtAllAreRefused() {
        var stranger = Book.settled();
        stranger.addOurs();
        String id = text(stranger.first(), "id");
        stranger.confirmNewest();
        stranger.pass(Duration.ofHours(25));
        String key = text(
                Holder.json(AppHolder.expect(
                        201,
                        stranger.owner.browser.json(
                                "POST",
                                "/api/api-keys",
                                "{\"kind\":\"withdraw\",\"name\":\"Bot\",\"scopes\":[\"withdrawals.write\"],\"addresses\":[\"203.0.113.7\"],\"destinations\":[\""
                                        + id + "\"],\"publicKey\":\"" + keyPair() + "\"}"))),
                "key");
        for (String wrong : List.of(key, "sk_x", "")) {
            var answer = book.exchange.post("/v1/withdrawals", book.little("apiKey", wrong), key());
            assertThat(answer.statusCode()).as(wrong).isEqualTo(422);
            assertThat(answer.body()).contains("\"apiKey\"");
        }
    }

    /// What a key asked for goes with it: by its end, and while it rests.
    @Test
    @Defends({"A41", "A55"})
    void aKeyThatEndsBetweenAskingAndRedeemingGetsNothing() {
        String key = make("trade", "orders.write", "");
        Map<String, String> request = book.little("apiKey", key);
        JsonNode approved = book.exchange.ask(request);
        assertThat(text(approved, "decision")).as(approved.toString()).isEqualTo("approved");
        String id = Holder.json(book.owner.browser, "/api/api-keys")
                .valueStream()
                .filter(one -> one.get("text").asString().equals(key))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
        assertThat(book.owner
                        .browser
                        .json("DELETE", "/api/api-keys/" + id, null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(book.exchange.redeem(approved, request, key()).statusCode()).isEqualTo(409);
        assertThat(book.exchange.decision(text(approved, "id"))).isEqualTo("refused");
    }

    /// Out of the book, it is out of the key; added again it is another one.
    @Test
    @Defends("A52")
    void whatWasTakenOutAndAddedAgainIsNoneOfTheKeysAnyMore() {
        book.addOurs();
        book.confirmNewest();
        book.pass(Duration.ofHours(25));
        String id = text(book.first(), "id");
        String key = make("withdraw", "withdrawals.write", ",\"destinations\":[\"" + id + "\"]");
        book.pass(Duration.ofHours(25));
        book.owner.browser.json("DELETE", "/api/destinations/" + id, null);
        assertThat(book.answer("apiKey", key)).isEqualTo("key-destination");
        book.addOurs();
        book.confirmNewest();
        book.pass(Duration.ofHours(25));
        assertThat(book.answer("apiKey", key)).isEqualTo("key-destination");
        assertThat(book.answer()).isIn("approved", "confirm");
    }
}
