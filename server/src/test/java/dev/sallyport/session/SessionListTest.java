package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a holder sees of his sessions and devices, and what he may do with them.
class SessionListTest {
    private final TestNode node = TestNode.shared();

    private static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    @Test
    @Proves("R-SES-3")
    @Asvs("7.5.2")
    void theHolderSeesOfEachSessionByWhatItWasOpenedWhenAndFromWhere() {
        Holder holder = Holder.signUp(node);
        var second = new TestBrowser(node);
        second.userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
        Instant opening = node.clock.instant();
        Holder.trySignIn(second, holder.address, Holder.PASSWORD);
        Instant opened = node.clock.instant();
        String id = Holder.json(second, "/api/session").get("session").asString();
        node.clock.advance(Duration.ofMinutes(3));
        Instant using = node.clock.instant();
        assertThat(Holder.isSignedIn(second)).isTrue();
        Holder.await(
                "its use is noted",
                () -> !time(listed(holder, id), "lastUsedAt").isBefore(using.truncatedTo(ChronoUnit.MILLIS)));

        JsonNode list = Holder.json(holder.browser, "/api/sessions");
        assertThat(list.valueStream()
                        .filter(s -> s.get("current").asBoolean())
                        .map(s -> s.get("id").asString()))
                .containsExactly(holder.session());
        assertThat(list.valueStream().map(s -> s.get("address").asString()))
                .containsExactlyInAnyOrder(holder.browser.address, second.address);
        JsonNode seen = listed(holder, id);
        assertThat(seen.get("browser").asString()).isEqualTo("Firefox 150");
        assertThat(seen.get("system").asString()).isEqualTo("Linux");
        assertThat(seen.get("address").asString()).isEqualTo(second.address);
        assertThat(seen.path("place").isNull() || seen.path("place").isMissingNode())
                .as("no place without a database of places")
                .isTrue();
        assertThat(time(seen, "openedAt")).isBetween(opening.minusMillis(1), opened);
        assertThat(seen.get("proofs").valueStream().map(JsonNode::asString)).containsExactly("pwd");

        Element row = Objects.requireNonNull(
                Jsoup.parse(holder.browser.get("/account/devices").body())
                        .selectFirst("li.row:has(form[action=/account/sessions/" + id + "/removal])"),
                "its row");
        assertThat(row.select("h3").text()).contains("Firefox 150").contains("Linux");
        List<String> facts = row.select("dl.facts > div").eachText();
        assertThat(facts).hasSize(5);
        assertThat(facts.get(0)).startsWith("Last used").contains("just now");
        assertThat(facts.get(1)).startsWith("Signed in").contains("3 minutes ago");
        assertThat(facts.get(2)).startsWith("Place").contains("Unknown");
        assertThat(facts.get(3)).contains(second.address);
        assertThat(facts.get(4)).contains("Password");
    }

    private static JsonNode listed(Holder holder, String session) {
        return Holder.json(holder.browser, "/api/sessions")
                .valueStream()
                .filter(s -> s.get("id").asString().equals(session))
                .findFirst()
                .orElseThrow();
    }

    private static Instant time(JsonNode session, String name) {
        return Instant.parse(session.get(name).asString());
    }

    @Test
    @Proves({"R-SES-2", "R-SES-3"})
    @Asvs({"7.5.2", "7.4.3"})
    void theHolderEndsOneSessionTheOthersOrAll() {
        Holder holder = Holder.signUp(node);
        TestBrowser second = holder.elsewhere();
        TestBrowser third = holder.elsewhere();
        String id = Holder.json(second, "/api/session").get("session").asString();
        holder.browser.get("/account/devices");
        assertThat(place(holder.browser.post("/account/sessions/" + id + "/removal", Map.of())))
                .isEqualTo("303 /account/devices?done=ended");
        assertThat(Holder.isSignedIn(second)).isFalse();
        assertThat(Holder.isSignedIn(third)).isTrue();
        assertThat(holder.browser
                        .post("/account/sessions/" + id + "/removal", Map.of())
                        .statusCode())
                .isEqualTo(404);
        assertThat(place(holder.browser.post("/account/sessions/others/removal", Map.of())))
                .isEqualTo("303 /account/devices?done=others");
        assertThat(Holder.isSignedIn(third)).isFalse();
        assertThat(holder.isSignedIn()).isTrue();
        TestBrowser fourth = holder.elsewhere();
        assertThat(place(fourth.post("/account/sessions/removal", Map.of()))).isEqualTo("303 /signed-out");
        assertThat(holder.isSignedIn()).isFalse();
        assertThat(Holder.isSignedIn(fourth)).isFalse();
    }

    @Test
    @Defends("A72")
    @Asvs({"8.2.2", "8.4.1"})
    void whatBelongsToSomebodyElseIsNotThere() {
        Holder owner = Holder.signUp(node);
        Holder thief = Holder.signUp(node);
        String session = owner.session();
        String device =
                Holder.json(owner.browser, "/api/devices").get(0).get("id").asString();
        String contact =
                Holder.json(owner.browser, "/api/contacts").get(0).get("id").asString();
        for (String nothing : List.of("", UUID.randomUUID().toString())) {
            String s = nothing.isEmpty() ? session : nothing;
            String d = nothing.isEmpty() ? device : nothing;
            String c = nothing.isEmpty() ? contact : nothing;
            for (String path : List.of(
                    "/account/sessions/" + s + "/removal",
                    "/account/devices/" + d + "/removal",
                    "/account/devices/" + d + "/name",
                    "/account/contacts/" + c + "/removal",
                    "/account/contacts/" + c + "/primary")) {
                assertThat(thief.browser.post(path, Map.of("name", "mine")).statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
            for (String[] one : new String[][] {
                {"DELETE", "/api/sessions/" + s, null}, {"DELETE", "/api/devices/" + d, null},
                {"PUT", "/api/devices/" + d + "/name", "{\"name\":\"mine\"}"}, {"DELETE", "/api/contacts/" + c, null},
                {"PUT", "/api/contacts/" + c + "/primary", null}
            }) {
                assertThat(thief.browser.json(one[0], one[1], one[2]).statusCode())
                        .as(one[1])
                        .isEqualTo(404);
            }
        }
        assertThat(owner.isSignedIn()).isTrue();
        assertThat(Holder.json(owner.browser, "/api/devices").get(0).get("name").asString())
                .doesNotContain("mine");
    }

    @Test
    @Asvs("15.4.2")
    void ofFiftySignInsWithOneNewDeviceCookieOneSeesTheDeviceAsNew() {
        Holder holder = Holder.signUp(node);
        String cookie = "N" + UUID.randomUUID().toString().replace("-", "") + "0123456789";
        var devices = node.bean(Devices.class);
        var account = new dev.sallyport.base.who.AccountId(UUID.fromString(holder.account()));
        var tx = node.bean(dev.sallyport.base.db.Tx.class);
        var seen = Race.of(
                50,
                i -> () -> tx.run(() -> devices.remember(
                        account,
                        new dev.sallyport.base.who.Caller(
                                "203.0.113." + i, "test", new dev.sallyport.base.who.Secret(cookie)))));
        assertThat(seen.stream().filter(r -> r instanceof Devices.Remembered.New))
                .hasSize(1);
        assertThat(Holder.json(holder.browser, "/api/devices").size()).isEqualTo(2);
    }

    @Test
    @Defends("A34")
    void aNameOfADeviceIsShownAsTextAndHoldsNoMarks() {
        Holder holder = Holder.signUp(node);
        String device =
                Holder.json(holder.browser, "/api/devices").get(0).get("id").asString();
        holder.browser.get("/account/devices");
        assertThat(place(holder.browser.post(
                        "/account/devices/" + device + "/name", Map.of("name", "<img src=x onerror=alert(1)>"))))
                .isEqualTo("303 /account/devices?done=renamed");
        assertThat(holder.browser.get("/account/devices").body())
                .contains("&lt;img src=x")
                .doesNotContain("<img src=x");
        for (char mark : new char[] {13, 10, 0x202e, 0x200b, 0x1b, 0}) {
            assertThat(holder.browser
                            .post("/account/devices/" + device + "/name", Map.of("name", "a" + mark + "b"))
                            .statusCode())
                    .as("%x", (int) mark)
                    .isEqualTo(422);
        }
    }
}
