package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How long a session lives, and how it ends.
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
    @Proves({"R-SES-1", "N-15"})
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
    @Proves({"R-SES-1", "N-15", "N-17"})
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
    @Proves({"R-SES-1", "N-17"})
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
    @Asvs("7.4.1")
    void aSignOutEndsItOnTheServer() {
        Holder holder = Holder.signUp(node);
        String token = token(holder.browser);
        assertThat(place(holder.browser.get("/signed-out"))).as("he is not").isEqualTo("303 /account");
        assertThat(place(holder.browser.post("/sign-out", Map.of()))).isEqualTo("303 /signed-out");
        assertThat(holder.browser.cookies).doesNotContainKey(SESSION);
        assertThat(opens(new TestBrowser(node), token)).isFalse();
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
    @Asvs("7.4.1")
    void anotherNodeRefusesWithinASecond() {
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
                // His device settles anew, so a code goes along with the next one; three an hour are sent.
                node.clock.advance(Duration.ofHours(1));
                holder.again();
            }
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
}
