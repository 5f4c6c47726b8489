package dev.sallyport.withdrawal;

import static dev.sallyport.withdrawal.Book.ADDRESS;
import static dev.sallyport.withdrawal.Book.POISONED;
import static dev.sallyport.withdrawal.Book.fields;
import static dev.sallyport.withdrawal.Exchange.key;
import static dev.sallyport.withdrawal.Exchange.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The address book, and what leaves only to it.
@Proves("R-WL-1")
class DestinationsTest {
    private static final Duration DAY = Duration.ofHours(24);

    private final Book book = Book.settled();
    private final AppHolder owner = book.owner;

    @Test
    @Defends({"A51", "A53"})
    void everyExitGoesToTheListAloneAndOnlyWhenItHasWaitedAndIsConfirmed() {
        book.addOurs();
        assertThat(book.answer()).as("the list is off").isEqualTo("approved");
        book.want(true, 24);
        Instant active = book.activeAt();
        for (Exit exit : Exit.values()) {
            JsonNode asked = book.ask("kind", exit.label());
            assertThat(text(asked, "decision")).as(exit.label()).isEqualTo("refused");
            assertThat(asked.at("/reasons/0/code").asString()).isEqualTo("destination-waiting");
            assertThat(Instant.parse(text(asked, "until"))).isEqualTo(active);
            assertThat(book.answer("kind", exit.label(), "destination", "somewhere", "network", "own"))
                    .isEqualTo("destination-unlisted");
        }
        book.pass(DAY);
        assertThat(book.answer()).isEqualTo("destination-unconfirmed");
        book.confirmNewest();
        for (Exit exit : Exit.values()) {
            assertThat(text(book.ask("kind", exit.label()), "decision"))
                    .as(exit.label())
                    .isIn("approved", "confirm");
        }
        assertThat(book.answer("memo", "7")).as("a memo is another one").isEqualTo("destination-unlisted");
        assertThat(book.answer("network", "litecoin")).isEqualTo("destination-unlisted");
        assertThat(book.answer("asset", "ETH")).isEqualTo("destination-unlisted");
        // In its other spelling it is the same.
        assertThat(book.answer("destination", ADDRESS.toUpperCase(java.util.Locale.ROOT), "network", "BITCOIN"))
                .isEqualTo("approved");
        assertThat(book.answer("asset", "btc")).isEqualTo("approved");
    }

    /// Between the approval and its use.
    @Test
    @Proves("R-WL-3")
    @Defends("A51")
    void whatWasApprovedIsVoidWhenItsDestinationWasTakenOutMeanwhile() {
        book.addOurs();
        book.confirmNewest();
        book.pass(DAY);
        book.want(true, 24);
        Map<String, String> request = book.little();
        JsonNode approved = book.exchange.ask(request);
        assertThat(text(approved, "decision")).isEqualTo("approved");
        assertThat(owner.browser
                        .json("DELETE", "/api/destinations/" + text(book.first(), "id"), null)
                        .statusCode())
                .isEqualTo(204);
        var refused = book.exchange.redeem(approved, request, key());
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Exchange.json(refused).at("/errors/0/code").asString()).isEqualTo("destination-unlisted");
        assertThat(owner.facts("withdrawal.voided")).isEqualTo(1);
        assertThat(owner.facts("destination.removed")).isEqualTo(1);
    }

    @Test
    @Proves("R-WL-2")
    @Defends("A52")
    void whatIsTakenOutAndAddedAgainWaitsAnew() {
        book.addOurs();
        book.confirmNewest();
        book.pass(DAY);
        book.want(true, 24);
        assertThat(book.answer()).isEqualTo("approved");
        String old = text(book.first(), "id");
        owner.browser.json("DELETE", "/api/destinations/" + old, null);
        Instant before = book.node.bean(MoneyClock.class).now();
        book.addOurs();
        assertThat(text(book.first(), "id")).isNotEqualTo(old);
        assertThat(book.activeAt()).isAfterOrEqualTo(before.plus(DAY));
        assertThat(text(book.first(), "state")).isEqualTo("unconfirmed");
        assertThat(book.answer()).isEqualTo("destination-waiting");
        // Adding what is there does not begin anything anew, and makes nothing earlier.
        assertThat(book.tryAdd(fields("btc", "BITCOIN", ADDRESS, "")).statusCode())
                .isEqualTo(422);
        assertThat(book.json().get("destinations").size()).isEqualTo(1);
    }

    @Test
    @Proves("R-WL-2")
    @Defends("A52")
    void theListOrAShorterWaitTakesAsLongToComeOffAndStaysMeanwhile() {
        book.want(true, 168);
        assertThat(book.answer()).isEqualTo("destination-unlisted");
        book.want(false, 168);
        assertThat(book.answer()).as("meanwhile").isEqualTo("destination-unlisted");
        book.pass(Duration.ofDays(7).minusHours(1));
        // Off and on again, or once more off: nothing comes earlier.
        book.want(false, 168);
        book.pass(Duration.ofHours(2));
        assertThat(book.answer()).isEqualTo("destination-unlisted");
        // A shorter wait for what is added waits by the longer one.
        book.want(true, 24);
        Instant before = book.node.bean(MoneyClock.class).now();
        book.addOurs();
        assertThat(book.activeAt()).isAfterOrEqualTo(before.plus(Duration.ofDays(7)));
        // One click takes it back.
        owner.browser.get("/account/destinations");
        assertThat(AppHolder.place(owner.browser.post("/account/destinations/list/keeping", Map.of())))
                .isEqualTo("303 /account/destinations?done=kept");
        assertThat(book.json().get("change").isNull()).isTrue();
        assertThat(book.json().get("waitHours").asInt()).isEqualTo(168);
        assertThat(owner.browser
                        .json("DELETE", "/api/destinations/list/change", null)
                        .statusCode())
                .isEqualTo(404);
        // Left alone it comes off.
        book.want(false, 24);
        book.pass(Duration.ofDays(7));
        assertThat(book.answer("destination", "anywhere", "network", "own")).isEqualTo("approved");
        assertThat(book.json().get("on").asBoolean()).isFalse();
        assertThat(owner.facts("allow-list.loosening")).isEqualTo(4);
        assertThat(owner.facts("allow-list.kept")).isEqualTo(1);
    }

    /// Address poisoning.
    @Test
    void whatLooksLikeOneOfTheListAtBothEndsIsSaidAndTakesALook() {
        book.addOurs();
        var answer = book.tryAdd(fields("BTC", "bitcoin", POISONED, ""));
        assertThat(answer.statusCode()).isEqualTo(422);
        var page = Jsoup.parse(answer.body());
        assertThat(page.select(".notice.danger").text()).contains("begins and ends like one of your list");
        assertThat(page.select(".slip-to").text())
                .as("both, whole")
                .contains("ar0s")
                .contains("skpa");
        assertThat(owner.browser
                        .json("POST", "/api/destinations", json("BTC", "bitcoin", POISONED))
                        .statusCode())
                .isEqualTo(422);
        assertThat(book.json().get("destinations").size()).isEqualTo(1);
        var compared = new HashMap<>(fields("BTC", "bitcoin", POISONED, ""));
        compared.put("compared", "yes");
        assertThat(AppHolder.place(book.tryAdd(compared))).isEqualTo("303 /account/destinations?done=added");
        book.want(true, 24);
        assertThat(book.answer("destination", POISONED)).isEqualTo("destination-waiting");
    }

    private static String json(String asset, String network, String address) {
        return "{\"asset\":\"" + asset + "\",\"network\":\"" + network + "\",\"address\":\"" + address + "\"}";
    }

    @ParameterizedTest
    @CsvSource({
        // A wrong letter is named by its group, and what would be right is not said.
        "bitcoin, bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdr, 'Group 11', address",
        "bitcoin, bc1qar0srrr7xfkvy5l643lybnw9re59gtzzwf5mdq, 'Group 7', address",
        "bitcoin, bc1qAr0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq, 'checksum', address",
        "bitcoin, 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb, 'checksum', address",
        "bitcoin, 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN0, 'Group 9', address",
        "ethereum, 0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed, 'Group 1', address",
        "ethereum, bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq, 'looks wrong', address",
        "sepa, DE89370400440532013001, 'checksum', address",
        "xrp, rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTi, 'checksum', address"
    })
    void aWrongAddressIsSaidWhereItLooksWrong(String network, String address, String said, String field) {
        var answer = book.tryAdd(fields("BTC", network, address, ""));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(Jsoup.parse(answer.body()).select("#" + field + "-error").text())
                .contains(said);
        assertThat(book.json().get("destinations").size()).isZero();
    }

    /// Letters that look like others, that nobody sees, or that turn the direction.
    @Test
    @Defends({"A51", "A64"})
    void noMemoAndNoOpaqueAddressHoldsWhatCanBeTakenForSomethingElse() {
        for (String strange : List.of("r\u0435nt", "rent\u200b7", "re\u202ent", "rent\u00a07", "a  b", "\uff11")) {
            assertThat(book.tryAdd(fields("XLM", "xlm", "GABC", strange)).statusCode())
                    .as(strange)
                    .isEqualTo(422);
            assertThat(book.tryAdd(fields("PTS", "own-books", strange, "")).statusCode())
                    .as(strange)
                    .isEqualTo(422);
        }
        book.add("PTS", "Own-Books", "Customer 17", "");
        assertThat(book.first().get("checked").asBoolean()).isFalse();
        assertThat(Jsoup.parse(owner.browser.get("/account/destinations").body())
                        .select("main")
                        .text())
                .contains("We cannot check addresses of this network");
        book.confirmNewest();
        book.pass(DAY);
        book.want(true, 24);
        String[] same = {"asset", "PTS", "network", "own-books", "destination", "Customer 17"};
        assertThat(book.answer(same)).isEqualTo("approved");
        for (String other : List.of("customer 17", "Customer  17", "Customer 1\u200b7", "Customer 17.")) {
            same[5] = other;
            var answer = book.exchange.post("/v1/withdrawals", book.little(same), key());
            assertThat(answer.statusCode() == 422
                            || Exchange.json(answer)
                                    .at("/reasons/0/code")
                                    .asString()
                                    .equals("destination-unlisted"))
                    .as(other + answer.body())
                    .isTrue();
        }
    }

    @Test
    @Defends("A72")
    @Asvs("8.2.2")
    void nobodyReachesAnothersBook() {
        book.addOurs();
        String id = text(book.first(), "id");
        var stranger = new Book();
        assertThat(stranger.owner
                        .browser
                        .json("DELETE", "/api/destinations/" + id, null)
                        .statusCode())
                .isEqualTo(404);
        stranger.owner.browser.get("/account/destinations");
        assertThat(stranger.owner
                        .browser
                        .post("/account/destinations/" + id + "/removal", Map.of())
                        .statusCode())
                .isEqualTo(404);
        assertThat(owner.browser
                        .json("DELETE", "/api/destinations/" + UUID.randomUUID(), null)
                        .statusCode())
                .isEqualTo(404);
        stranger.addOurs();
        assertThat(text(stranger.first(), "id")).isNotEqualTo(id);
        assertThat(text(book.first(), "id")).isEqualTo(id);
    }

    @Test
    @Proves("R-LOCK-1")
    void whileTheSettingsAreLockedNothingIsAddedOrLoosened() {
        book.addOurs();
        assertThat(owner.browser
                        .json("PUT", "/api/locks/settings", "{\"days\":7}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(book.tryAdd(fields("ETH", "ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", ""))
                        .statusCode())
                .isEqualTo(423);
        assertThat(owner.browser
                        .json("PUT", "/api/destinations/list", "{\"on\":true}")
                        .statusCode())
                .isEqualTo(423);
        assertThat(book.json().get("destinations").size()).isEqualTo(1);
        // What only makes it safer stays open.
        assertThat(owner.browser
                        .json("DELETE", "/api/destinations/" + text(book.first(), "id"), null)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    @Proves("R-SU-1")
    void addingTakesAProofOfItsOwn() {
        var answer = owner.browser.jsonUnproven("POST", "/api/destinations", json("BTC", "bitcoin", ADDRESS), null);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(book.json().get("destinations").size()).isZero();
    }

    @Test
    void theServiceSeesWhatTheHolderSees() {
        book.addOurs();
        book.want(true, 48);
        book.want(false, 48);
        JsonNode seen = book.exchange.get("/v1/accounts/" + owner.account + "/destinations");
        assertThat(seen).isEqualTo(book.json());
        assertThat(seen.get("on").asBoolean()).isTrue();
        assertThat(seen.at("/change/on").asBoolean()).isFalse();
        assertThat(text(seen.at("/destinations/0"), "address")).isEqualTo(ADDRESS);
        assertThat(book.exchange
                        .get("/v1/accounts/" + UUID.randomUUID() + "/destinations")
                        .get("status")
                        .asInt())
                .isEqualTo(404);
    }
}
