package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two nodes in earnest on one database, with mails over real SMTP: what happens at one is true at the other.
class TwoNodesTest {
    private static final int SAMPLES = Boolean.getBoolean("sallyport.long") ? 300 : 20;
    /// How long an end may take to reach the other node (design, 3.5).
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private static final String MAIL = Holder.newMail();
    private static Site site;
    private static Node a;
    private static Node b;

    @BeforeAll
    static void start() {
        site = new Site();
        a = site.node("a", null, Map.of("SALLYPORT_SESSION_MOST", "1000")).awaitReady();
        // The second one has a database user of its own, so that it alone can be cut off.
        site.postgres.execute("CREATE ROLE sallyport_b LOGIN PASSWORD 'b' IN ROLE " + site.postgres.settings.user());
        b = site.node(
                        "b",
                        a,
                        Map.of(
                                "SALLYPORT_SESSION_MOST", "1000",
                                "SALLYPORT_DATABASE_USER", "sallyport_b",
                                "SALLYPORT_DATABASE_PASSWORD", "b"))
                .awaitReady();
        new Holder(a).signUp(MAIL, Holder.PASSWORD, site.mails);
    }

    @AfterAll
    static void stop() {
        Stream.of(a, b).forEach(Node::close);
        site.close();
    }

    /// A browser that signed in at the first node and is known at the second.
    private static Holder signedIn() {
        var holder = new Holder(a);
        holder.signIn(MAIL, Holder.PASSWORD);
        assertThat(b.sessionIsGood(holder.sessionToken())).isTrue();
        return holder;
    }

    @Test
    void theCodeOfASignUpArrivesByRealMailAndCountsAtTheOtherNode() {
        String mail = Holder.newMail();
        var holder = new Holder(a);
        holder.get("/sign-up");
        Holder.redirects(holder.post("/sign-up", Map.of("identifier", mail)), "/sign-up/code");
        String code = site.mails.code(mail);
        holder.at(b).get("/sign-up/code");
        Holder.redirects(holder.post("/sign-up/code", Map.of("code", code)), "/sign-up/password");
        holder.at(a).get("/sign-up/password");
        Holder.redirects(holder.post("/sign-up/password", Map.of("password", Holder.PASSWORD)), "/account");
        assertThat(holder.at(b).isSignedIn()).isTrue();
    }

    @Test
    @Asvs("7.4.1")
    void anEndReachesTheOtherNodeWithinASecondInNinetyNineOfAHundred() {
        List<Holder> holders =
                Stream.generate(TwoNodesTest::signedIn).limit(SAMPLES).toList();
        var nanos = new long[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            Holder holder = holders.get(i);
            holder.get("/account");
            // From the moment the holder asks; the end itself is part of what he waits for.
            long begun = System.nanoTime();
            Holder.redirects(holder.post("/sign-out", Map.of()), "/signed-out");
            assertThat(holder.cookies).doesNotContainKey("__Host-session");
            while (b.sessionIsGood(token(holder))) {
                assertThat(System.nanoTime() - begun)
                        .isLessThan(Duration.ofSeconds(10).toNanos());
            }
            nanos[i] = System.nanoTime() - begun;
        }
        Arrays.sort(nanos);
        long p99 = nanos[(int) Math.ceil(SAMPLES * 0.99) - 1];
        System.out.printf(
                "An end reached the other node in %d ms (median), %d ms (p99)%n",
                nanos[SAMPLES / 2] / 1_000_000, p99 / 1_000_000);
        assertThat(Duration.ofNanos(p99)).isLessThan(A_SECOND);
    }

    /// The token that the browser had, which a thief might have kept.
    private static String token(Holder holder) {
        return holder.set.stream()
                .filter(cookie -> cookie.startsWith("__Host-session=") && !cookie.startsWith("__Host-session=;"))
                .map(cookie -> cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    @Test
    @Asvs("8.3.2")
    void signOutEverywhereIsTrueOnBothNodesWithinASecond() {
        String mail = Holder.newMail();
        var tokens = new ArrayList<String>();
        var first = new Holder(a);
        first.signUp(mail, Holder.PASSWORD, site.mails);
        var browsers = new ArrayList<Holder>(List.of(first));
        for (int i = 0; i < 5; i++) {
            var other = new Holder(i % 2 == 0 ? a : b);
            other.signIn(mail, Holder.PASSWORD);
            browsers.add(other);
        }
        browsers.forEach(browser -> tokens.add(browser.sessionToken()));
        assertThat(tokens).allMatch(a::sessionIsGood).allMatch(b::sessionIsGood);

        first.get("/account/devices");
        String proof = first.proven(first.ask("/account/sessions/removal", Map.of()));
        // The time that a proof takes is not the time that an end takes to arrive.
        long begun = System.nanoTime();
        Holder.redirects(first.postProven("/account/sessions/removal", Map.of(), proof), "/signed-out");
        await().atMost(A_SECOND)
                .pollInterval(Duration.ofMillis(5))
                .pollDelay(Duration.ZERO)
                .until(() -> tokens.stream().noneMatch(token -> a.sessionIsGood(token) || b.sessionIsGood(token)));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(A_SECOND);
        browsers.stream().skip(1).forEach(browser -> {
            assertThat(browser.at(a).isSignedIn()).isFalse();
            assertThat(browser.at(b).isSignedIn()).isFalse();
        });
    }

    @Test
    void aNodeThatLostTheFeedDoesNotTrustWhatItRemembers() {
        Holder ended = signedIn();
        Holder alive = signedIn();
        cutOff("application_name = 'sallyport-feed'");
        try {
            ended.get("/account");
            Holder.redirects(ended.post("/sign-out", Map.of()), "/signed-out");
            assertThat(b.sessionIsGood(token(ended)))
                    .as("ended meanwhile at the other node")
                    .isFalse();
            assertThat(b.sessionIsGood(alive.sessionToken())).isTrue();
            assertThat(feedsOfB()).as("the node is still deaf").isZero();
            assertThat(b.ready()).as("a deaf node asks for no more work").isFalse();
        } finally {
            site.postgres.execute("ALTER ROLE sallyport_b LOGIN");
        }
        b.awaitReady();
        assertThat(b.sessionIsGood(token(ended))).isFalse();
        assertThat(b.sessionIsGood(alive.sessionToken())).isTrue();
    }

    @Test
    @Defends("A78")
    void aNodeWithoutItsDatabaseSaysThatItDoesNotKnow() {
        Holder holder = signedIn();
        cutOff("true");
        try {
            assertThatThrownBy(() -> b.sessionIsGood(holder.sessionToken())).hasMessageStartingWith("503");
            assertThat(a.sessionIsGood(holder.sessionToken())).isTrue();
        } finally {
            site.postgres.execute("ALTER ROLE sallyport_b LOGIN");
        }
        b.awaitReady();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> b.sessionIsGood(holder.sessionToken()));
    }

    /// Breaks connections of the second node, and lets it make no new ones.
    private static void cutOff(String which) {
        site.postgres.execute("ALTER ROLE sallyport_b NOLOGIN");
        site.postgres.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                + " WHERE usename = 'sallyport_b' AND " + which);
        assertThat(feedsOfB()).isZero();
    }

    private static long feedsOfB() {
        return site.postgres.count("SELECT count(*) FROM pg_stat_activity WHERE usename = 'sallyport_b'"
                + " AND application_name = 'sallyport-feed'");
    }

    @Test
    @Defends("A77")
    void aSharedComputerIsForgottenAfterTenMinutesAndOnesOwnIsNot() {
        var shared = new Holder(a);
        shared.get("/sign-in");
        Holder.redirects(
                shared.post("/sign-in", Map.of("identifier", MAIL, "password", Holder.PASSWORD, "shared", "yes")),
                "/account");
        assertThat(shared.set)
                .filteredOn(cookie -> cookie.startsWith("__Host-session="))
                .isNotEmpty()
                .noneMatch(cookie -> cookie.contains("Max-Age") || cookie.contains("Expires"));
        assertThat(shared.cookies).doesNotContainKey("__Host-device");
        var own = new Holder(a);
        own.signIn(MAIL, Holder.PASSWORD);
        // The second node has heard of neither; for it, this is how long ago they were used.
        unusedFor(shared, "9 minutes 30 seconds");
        assertThat(b.sessionIsGood(shared.sessionToken())).isTrue();
        var again = new Holder(a);
        again.get("/sign-in");
        again.post("/sign-in", Map.of("identifier", MAIL, "password", Holder.PASSWORD, "shared", "yes"));
        unusedFor(again, "10 minutes 1 second");
        unusedFor(own, "10 minutes 1 second");
        assertThat(b.sessionIsGood(again.sessionToken())).isFalse();
        assertThat(b.sessionIsGood(own.sessionToken())).isTrue();
    }

    private static void unusedFor(Holder holder, String time) {
        byte[] token = java.util.Base64.getUrlDecoder().decode(holder.sessionToken());
        var session = new java.util.UUID(
                java.nio.ByteBuffer.wrap(token).getLong(16),
                java.nio.ByteBuffer.wrap(token).getLong(24));
        site.postgres.execute("UPDATE session SET last_used_at = now() - interval '" + time + "', opened_at = now() -"
                + " interval '1 hour' WHERE session_id = '" + session + "'");
    }

    @Test
    void theDemosMailboxDoesNotExistHere() {
        assertThat(a.outside("/demo/mailbox").statusCode()).isEqualTo(404);
        assertThat(a.outside("/demo/mailbox.json").statusCode()).isEqualTo(404);
        assertThat(Node.demo().outside("/demo/mailbox.json").statusCode()).isEqualTo(200);
    }

    @Test
    void theOutsidePortKnowsNothingOfTheInside() {
        for (String path : List.of("/v1/session-check", "/actuator/health", "/actuator/prometheus", "/staff")) {
            assertThat(a.outside(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(a.inside("/sign-in").statusCode()).isEqualTo(404);
        assertThat(a.inside("/v1/session-check").statusCode()).isEqualTo(401);
    }
}
