package dev.sallyport.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.LogLines;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the server stands on is gone: nothing is let through, nothing breaks, and it comes back by itself.
@Defends("A78")
@Asvs({"16.5.2", "16.5.3"})
class OutageTest {
    /// As long as a real token, so that it is looked up.
    private static final String LINK = "canaryTokenOfALink" + "A".repeat(25);

    private static void isUnavailable(HttpResponse<String> answer, String what) {
        assertThat(answer.statusCode()).as(what + ": " + answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).as(what).isPresent();
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .as(what)
                .isPresent();
        assertThat(answer.body()).as(what).doesNotContain("Exception").doesNotContain("PSQL");
    }

    @Test
    @Defends({"A31", "A65"})
    @Asvs("16.2.5")
    void withoutItsDatabaseNobodyIsLetInAndNobodyIsSignedIn() {
        try (var alone = TestNode.startAlone(new TestClock(), Map.of())) {
            Holder holder = Holder.signUp(alone);
            assertThat(holder.isSignedIn()).isTrue();
            var stranger = new TestBrowser(alone);
            stranger.get("/sign-in");
            String database = alone.config.database().url().replaceAll("^.*/", "");
            TestNode other = TestNode.shared();
            other.asSuperuser("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
            try {
                other.asSuperuser(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
                isUnavailable(holder.browser.get("/account"), "a page");
                isUnavailable(holder.browser.get("/api/sessions"), "JSON");
                isUnavailable(
                        holder.browser.post("/account/password", Map.of("current", "a", "password", "b")), "a change");
                isUnavailable(
                        stranger.post("/sign-in", Map.of("identifier", holder.address, "password", Holder.PASSWORD)),
                        "a sign-in");
                assertThat(stranger.cookies).doesNotContainKey("__Host-session");
                isUnavailable(stranger.post("/sign-up", Map.of("identifier", holder.address)), "a sign-up");
                theTokenOfALinkIsNotLogged(stranger);
                assertThat(check(alone, Objects.requireNonNull(holder.browser.cookies.get("__Host-session"))))
                        .isEqualTo(503);
            } finally {
                other.asSuperuser("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
            }
            Holder.await("it is back", () -> holder.browser.get("/account").statusCode() == 200);
        }
    }

    /// Who reads the log during an outage could otherwise use the link that the holder could not.
    private static void theTokenOfALinkIsNotLogged(TestBrowser stranger) {
        try (var log = LogLines.ofAll()) {
            isUnavailable(stranger.post("/objections/" + LINK, Map.of()), "an objection sent");
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("out of reach while answering /objections/{token}"))
                    .noneMatch(line -> line.contains(LINK));
        }
    }

    private static int check(TestNode node, String token) {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(node.inside("/v1/session-check"))
                                    .header("Authorization", "Bearer " + TestNode.SERVICE_TOKEN)
                                    .header("X-Session-Token", token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Asvs("2.3.3")
    void aRightThatWasTakenFromTheServingUserRefusesAndLeavesNoHalfChange() {
        try (var alone = TestNode.startAlone(new TestClock(), Map.of())) {
            Holder holder = Holder.signUp(alone);
            var stranger = new TestBrowser(alone);
            for (String right : List.of("INSERT ON session", "SELECT ON password", "UPDATE, INSERT ON attempt")) {
                stranger.get("/sign-in");
                alone.asSuperuser("REVOKE " + right + " FROM sallyport_app");
                isUnavailable(
                        stranger.post("/sign-in", Map.of("identifier", holder.address, "password", Holder.PASSWORD)),
                        right);
                assertThat(stranger.cookies).doesNotContainKey("__Host-session");
                alone.asSuperuser("GRANT " + right + " TO sallyport_app");
            }
            // No fact, no change: the record is part of the same transaction.
            alone.asSuperuser("REVOKE EXECUTE ON FUNCTION audit_append FROM sallyport_app");
            isUnavailable(
                    holder.browser.post("/account/sessions/removal", Map.of()), "an end that cannot be written down");
            assertThat(holder.isSignedIn()).isTrue();
            alone.asSuperuser("GRANT EXECUTE ON FUNCTION audit_append TO sallyport_app");
            holder.browser.post("/account/sessions/removal", Map.of());
            assertThat(holder.isSignedIn()).isFalse();
        }
    }

    @Test
    @Asvs("11.2.5")
    void withoutItsKeysItRefusesEverythingThatNeedsThem(@TempDir Path folder) throws IOException {
        Path ring = folder.resolve("ring.json");
        try (var alone = TestNode.startAlone(new TestClock(), Map.of("keys.file", ring.toString()))) {
            Holder holder = Holder.signUp(alone);
            var stranger = new TestBrowser(alone);
            stranger.get("/sign-in");
            Path away = folder.resolve("away.json");
            Files.move(ring, away);
            // For a minute what is known is used on: a disk that hiccups must not sign a whole service out.
            alone.clock.advance(Duration.ofSeconds(30));
            assertThat(stranger.get("/sign-in").statusCode()).isEqualTo(200);
            alone.clock.advance(Duration.ofSeconds(61));
            isUnavailable(stranger.get("/sign-in"), "a page with a form");
            isUnavailable(
                    stranger.post("/sign-in", Map.of("identifier", holder.address, "password", Holder.PASSWORD)),
                    "a sign-in");
            isUnavailable(stranger.post("/sign-up", Map.of("identifier", "a@examplex.com")), "a sign-up");
            isUnavailable(holder.browser.post("/account/sessions/removal", Map.of()), "a change");
            Files.move(away, ring);
            alone.clock.advance(Duration.ofSeconds(11));
            assertThat(stranger.get("/sign-in").statusCode()).isEqualTo(200);
            assertThat(holder.isSignedIn()).isTrue();
        }
    }

    @Test
    void withoutItsMailServerSignUpAnswersTheSame() {
        var clock = new TestClock();
        try (var alone = TestNode.startAlone(
                clock, Map.of("mail.host", "127.0.0.1", "mail.port", "1", "mail.security", "none"))) {
            var stranger = new TestBrowser(alone);
            stranger.get("/sign-up");
            var answer = stranger.post("/sign-up", Map.of("identifier", Holder.newAddress()));
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).hasValue("/sign-up/code");
            assertThat(stranger.get("/sign-up/code").statusCode()).isEqualTo(200);
            assertThat(stranger.post("/sign-up/code", Map.of("code", "00000000"))
                            .statusCode())
                    .isEqualTo(422);
        }
    }
}
