package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SessionLifeTest {
    private static final String SESSION = "__Host-session";

    private final TestNode node = TestNode.shared();
    private final JdbcClient jdbc = node.bean(JdbcClient.class);

    private static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    private static String token(TestBrowser browser) {
        return Objects.requireNonNull(browser.cookies.get(SESSION));
    }

    private static boolean opens(TestBrowser browser, String token) {
        browser.cookies.put(SESSION, token);
        return Holder.isSignedIn(browser);
    }

    @Test
    @Proves("R-SES-1")
    @Asvs({"7.3.1", "7.1.1"})
    void anHourWithoutUseEndsIt() {
        Holder holder = Holder.signUp(node);
        node.clock.advance(Duration.ofMinutes(59));
        assertThat(holder.isSignedIn()).isTrue();
        node.clock.advance(Duration.ofMinutes(59));
        assertThat(holder.isSignedIn())
                .as("used an hour ago, by the note of its use")
                .isTrue();
        node.clock.advance(Duration.ofMinutes(61));
        assertThat(holder.isSignedIn()).isFalse();
        assertThat(place(holder.browser.get("/account"))).isEqualTo("303 /sign-in?to=%2Faccount");
    }

    @Test
    @Proves("R-SES-1")
    @Asvs("7.3.2")
    void aDayEndsItHoweverMuchItIsUsed() {
        Holder holder = Holder.signUp(node);
        for (int i = 0; i < 47; i++) {
            node.clock.advance(Duration.ofMinutes(30));
            assertThat(holder.isSignedIn()).isTrue();
        }
        node.clock.advance(Duration.ofMinutes(31));
        assertThat(holder.isSignedIn()).isFalse();
    }

    @Test
    @Proves("R-SES-1")
    @Defends("A77")
    @Asvs({"14.3.1", "14.3.2", "3.3.1", "3.3.2", "3.3.4"})
    void aSharedComputerForgetsEverything() {
        Holder holder = Holder.signUp(node);
        var shared = new TestBrowser(node);
        shared.get("/sign-in");
        var signedIn = shared.post(
                "/sign-in", Map.of("identifier", holder.address, "password", Holder.PASSWORD, "shared", "on"));
        assertThat(place(signedIn)).isEqualTo("303 /account");
        assertThat(shared.cookies).doesNotContainKey("__Host-device");
        String cookie = signedIn.headers().allValues("Set-Cookie").stream()
                .filter(c -> c.startsWith(SESSION))
                .findFirst()
                .orElseThrow();
        assertThat(cookie)
                .contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Max-Age")
                .doesNotContain("Expires")
                .doesNotContain("Domain");
        var page = shared.get("/account");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        var out = shared.post("/sign-out", Map.of());
        assertThat(out.headers().firstValue("Clear-Site-Data").orElse("")).contains("cache", "cookies", "storage");
        assertThat(place(shared.get("/account"))).startsWith("303 /sign-in");

        var again = new TestBrowser(node);
        again.get("/sign-in");
        again.post("/sign-in", Map.of("identifier", holder.address, "password", Holder.PASSWORD, "shared", "on"));
        node.clock.advance(Duration.ofMinutes(9));
        assertThat(Holder.isSignedIn(again)).isTrue();
        node.clock.advance(Duration.ofMinutes(11));
        assertThat(Holder.isSignedIn(again)).isFalse();
    }

    @Test
    @Proves("R-SES-1")
    @Asvs({"3.3.1", "3.3.4", "7.2.3"})
    void theTokenIsRandomHostOnlyAndStoredAsAHash() {
        Holder holder = Holder.signUp(node);
        String token = token(holder.browser);
        assertThat(token.length() * 6).isGreaterThan(256 + 256);
        int found = jdbc.sql(
                        "SELECT count(*) FROM session WHERE encode(token_hash, 'base64') = :t OR position(:t in session::text) > 0")
                .param("t", token)
                .query(Integer.class)
                .single();
        assertThat(found).isZero();
        for (int i = 0; i < token.length(); i += 7) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(opens(new TestBrowser(node), changed)).as("at " + i).isFalse();
        }
    }

    @Test
    @Proves("R-SES-1")
    @Defends("A22")
    @Asvs({"7.2.4"})
    void everySignInAndEveryProofBringsANewTokenAndEndsTheOld() {
        Holder holder = Holder.signUp(node);
        String first = token(holder.browser);
        // A token that a thief set before is worth nothing, and does not become the session's.
        var fixed = new TestBrowser(node);
        fixed.cookies.put(SESSION, first.substring(0, first.length() - 43) + "A".repeat(43));
        assertThat(place(Holder.trySignIn(fixed, holder.address, Holder.PASSWORD)))
                .isEqualTo("303 /account");
        assertThat(token(fixed)).isNotEqualTo(first).doesNotEndWith("A".repeat(43));

        holder.browser.get("/sign-in/again");
        assertThat(place(holder.browser.post(
                        "/sign-in/again", Map.of("password", Holder.PASSWORD, "to", "/account/closing"))))
                .isEqualTo("303 /account/closing");
        String second = token(holder.browser);
        assertThat(second).isNotEqualTo(first);
        assertThat(opens(new TestBrowser(node), first)).isFalse();
        assertThat(opens(new TestBrowser(node), second)).isTrue();

        // Signing in again in the same browser ends what it had before.
        var before = new TestBrowser(node);
        Holder.trySignIn(before, holder.address, Holder.PASSWORD);
        String third = token(before);
        before.get("/account");
        assertThat(place(before.post("/sign-in", Map.of("identifier", holder.address, "password", Holder.PASSWORD))))
                .isEqualTo("303 /account");
        assertThat(opens(new TestBrowser(node), third)).isFalse();
    }

    @Test
    @Asvs({"7.4.1", "7.4.4"})
    void aSignOutEndsItOnTheServer() {
        Holder holder = Holder.signUp(node);
        String token = token(holder.browser);
        assertThat(place(holder.browser.post("/sign-out", Map.of()))).isEqualTo("303 /signed-out");
        assertThat(holder.browser.cookies).doesNotContainKey(SESSION);
        assertThat(opens(new TestBrowser(node), token)).isFalse();
    }

    @Test
    @Proves({"R-SES-2", "R-SES-3"})
    @Asvs({"7.5.2", "7.4.3"})
    void theHolderSeesHisSessionsAndEndsOneTheOthersOrAll() {
        Holder holder = Holder.signUp(node);
        TestBrowser second = holder.elsewhere();
        TestBrowser third = holder.elsewhere();
        var list = Holder.json(holder.browser, "/api/sessions");
        assertThat(list.size()).isEqualTo(3);
        assertThat(list.valueStream().filter(s -> s.get("current").asBoolean())).hasSize(1);
        assertThat(list.get(0).get("browser").asString()).startsWith("Chrome");
        assertThat(list.valueStream().map(s -> s.get("address").asString()))
                .containsExactlyInAnyOrder(holder.browser.address, second.address, third.address);
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
    @Proves("R-SES-1")
    void itsUseIsWrittenAtMostOnceAMinute() {
        Holder holder = Holder.signUp(node);
        UUID id = UUID.fromString(holder.session());
        var opened = lastUsed(id);
        node.clock.advance(Duration.ofSeconds(50));
        holder.isSignedIn();
        assertThat(lastUsed(id)).isEqualTo(opened);
        node.clock.advance(Duration.ofSeconds(15));
        holder.isSignedIn();
        Holder.await("the note", () -> lastUsed(id).after(opened));
        var noted = lastUsed(id);
        holder.isSignedIn();
        node.clock.advance(Duration.ofSeconds(30));
        holder.isSignedIn();
        assertThat(lastUsed(id)).isEqualTo(noted);
    }

    private java.sql.Timestamp lastUsed(UUID session) {
        return jdbc.sql("SELECT last_used_at FROM session WHERE session_id = :id")
                .param("id", session)
                .query(java.sql.Timestamp.class)
                .single();
    }

    @Test
    @Proves("R-SES-2")
    @Asvs({"7.4.1", "7.4.2"})
    void anotherNodeRefusesWithinASecond() throws Exception {
        Holder holder = Holder.signUp(node);
        try (var other = TestNode.start(node.clock, Map.of())) {
            var there = new TestBrowser(other);
            for (int i = 0; i < 5; i++) {
                there.cookies.put(SESSION, token(holder.browser));
                assertThat(Holder.isSignedIn(there)).as("remembered there").isTrue();
                assertThat(check(other, token(holder.browser))).contains("\"active\":true");
                String old = token(holder.browser);
                long ended = System.nanoTime();
                holder.browser.post("/account/sessions/removal", Map.of());
                Holder.await("the other node refuses", () -> check(other, old).contains("\"active\":false"));
                assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(Duration.ofSeconds(1));
                holder.again();
            }
            // A node whose feed is lost asks the database instead of what it remembers.
            there.cookies.put(SESSION, token(holder.browser));
            assertThat(Holder.isSignedIn(there)).isTrue();
            node.asSuperuser(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sallyport-feed'");
            String last = token(holder.browser);
            holder.browser.post("/account/sessions/removal", Map.of());
            Holder.await("refused without a feed", () -> check(other, last).contains("\"active\":false"));
        }
    }

    private static String check(TestNode node, String token) {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(node.inside("/v1/session-check"))
                                    .header("Authorization", "Bearer " + TestNode.SERVICE_TOKEN)
                                    .header("X-Session-Token", token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
    @Asvs("7.1.2")
    void moreThanTheMostEndsTheOneUnusedForLongest() {
        try (var small = TestNode.start(node.clock, Map.of("session.most", "3"))) {
            Holder holder = Holder.signUp(small);
            TestBrowser second = holder.elsewhere();
            node.clock.advance(Duration.ofMinutes(2));
            TestBrowser third = holder.elsewhere();
            node.clock.advance(Duration.ofMinutes(2));
            assertThat(holder.isSignedIn()).isTrue();
            Holder.await(
                    "its use is noted",
                    () -> lastUsed(UUID.fromString(holder.session()))
                            .toInstant()
                            .isAfter(node.clock.instant().minusSeconds(60)));
            TestBrowser fourth = holder.elsewhere();
            assertThat(Holder.isSignedIn(second)).isFalse();
            assertThat(holder.isSignedIn()).isTrue();
            assertThat(Holder.isSignedIn(third)).isTrue();
            assertThat(Holder.isSignedIn(fourth)).isTrue();
        }
    }

    @Test
    @Defends("A34")
    @Asvs({"1.2.2", "1.3.11"})
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

    @Test
    @Proves("R-SU-1")
    @Asvs("7.5.1")
    void afterFiveMinutesASensitiveActAsksForTheProofAgain() {
        Holder holder = Holder.signUp(node);
        node.clock.advance(Duration.ofMinutes(6));
        assertThat(place(holder.browser.post("/account/closing", Map.of("understood", "on"))))
                .isEqualTo("303 /sign-in/again?to=%2Faccount%2Fclosing");
        var api = holder.browser.json("POST", "/api/contacts", "{\"identifier\":\"a@examplex.com\"}");
        assertThat(api.statusCode()).isEqualTo(403);
        assertThat(api.body()).contains("proof-too-old");
        holder.browser.get("/sign-in/again");
        assertThat(holder.browser
                        .post("/sign-in/again", Map.of("password", "not it, not it, no"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(place(holder.browser.post(
                        "/sign-in/again", Map.of("password", Holder.PASSWORD, "to", "//evil.examplex.net"))))
                .isEqualTo("303 /account");
        assertThat(holder.browser
                        .json("POST", "/api/contacts", "{\"identifier\":\"x\"}")
                        .statusCode())
                .isIn(403, 422);
    }
}
