package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.session.Sessions;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What counts once, brought fifty times at the same moment.
class RaceTest {
    private static final int THREADS = 50;

    private final TestNode node = TestNode.shared();

    private static List<HttpResponse<String>> good(List<HttpResponse<String>> answers) {
        assertThat(answers).allMatch(a -> a.statusCode() < 500, "no fault of ours");
        return answers.stream().filter(a -> a.statusCode() < 300).toList();
    }

    @Test
    @Proves("R-OAU-1")
    @Defends("A45")
    @Asvs({"10.4.2", "15.4.2"})
    void aCodeIsExchangedOnceAndThenEndsWhatCameOfIt() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        String code = program.code(holder.browser, "openid");
        var good = good(Race.of(THREADS, i -> () -> program.token(program.exchange(code))));
        assertThat(good).hasSizeLessThanOrEqualTo(1);
        for (var answer : good) {
            var tokens = Holder.json(answer);
            assertThat(program.isActive(tokens.get("access_token").asString())).isFalse();
            assertThat(program.token(program.refresh(tokens.get("refresh_token").asString()))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    @Proves("O-5")
    @Defends("A46")
    @Asvs({"10.4.5", "15.4.2"})
    void aRefreshTokenIsExchangedOnceAndThenEndsTheFamily() {
        Holder holder = Holder.signUp(node);
        Program program = Program.open(node);
        String refresh =
                program.tokens(holder.browser, "openid").get("refresh_token").asString();
        var good = good(Race.of(THREADS, i -> () -> program.token(program.refresh(refresh))));
        assertThat(good).hasSizeLessThanOrEqualTo(1);
        for (var answer : good) {
            var tokens = Holder.json(answer);
            assertThat(program.userInfo("Bearer", tokens.get("access_token").asString(), null)
                            .statusCode())
                    .isEqualTo(401);
            assertThat(program.token(program.refresh(tokens.get("refresh_token").asString()))
                            .statusCode())
                    .isEqualTo(400);
        }
        Holder.await(
                "one word to the owner",
                () -> Holder.count(holder.browser, holder.address, "The access of an app was ended for safety") == 1);
    }

    private HttpResponse<String> refresh(Program program, String token) {
        return program.post(Endpoints.TOKEN, program.refresh(token), program.proof(Endpoints.TOKEN));
    }

    @Test
    @Proves("O-5")
    @Defends("A46")
    @Asvs("15.4.2")
    void ofManyThatShowTheSameKeyAllGetTheSameSuccessorAndNoneASecond() {
        Holder holder = Holder.signUp(node);
        Program program = Program.open(node);
        String code = program.code(holder.browser, "openid");
        String zero = Holder.json(program.post(Endpoints.TOKEN, program.exchange(code), program.proof(Endpoints.TOKEN)))
                .get("refresh_token")
                .asString();
        var good = good(Race.of(THREADS, i -> () -> refresh(program, zero)));
        assertThat(good).hasSize(THREADS);
        var successors = good.stream()
                .map(answer -> Holder.json(answer).get("refresh_token").asString())
                .distinct()
                .toList();
        assertThat(successors).hasSize(1);
        assertThat(live(program)).isEqualTo(1);
        // The next one is used while others still ask for it: one family, or none.
        String one = successors.getFirst();
        good(Race.of(THREADS, i -> () -> refresh(program, i % 2 == 0 ? zero : one)));
        assertThat(live(program)).isLessThanOrEqualTo(1);
    }

    /// Refresh tokens of its one holder that can be exchanged.
    private int live(Program program) {
        return node.bean(JdbcClient.class)
                .sql("""
                        SELECT count(*) FROM oauth_refresh JOIN oauth_grant USING (account_id, grant_id)
                        WHERE client_id = :client AND ended_at IS NULL AND used_at IS NULL
                        """)
                .param("client", program.id)
                .query(Integer.class)
                .single();
    }

    @Test
    @Proves("P-1")
    @Defends("A48")
    void aProofOfPossessionCountsOnce() {
        Holder holder = Holder.signUp(node);
        var wish = new Program.Wish();
        wish.bound = true;
        wish.keyed = true;
        Program program = wish.at(node);
        String code = program.code(holder.browser, "openid");
        String refresh = Holder.json(
                        program.post(Endpoints.TOKEN, program.exchange(code), program.proof(Endpoints.TOKEN)))
                .get("refresh_token")
                .asString();
        String proof = program.proof(Endpoints.TOKEN);
        assertThat(good(Race.of(THREADS, i -> () -> program.post(Endpoints.TOKEN, program.refresh(refresh), proof))))
                .hasSize(1);
    }

    @Test
    @Proves("F-1")
    void aPushedRequestIsTakenOnce() {
        Program program = Program.strict(node);
        String uri = Holder.json(program.post(Endpoints.PAR, program.request("openid"), program.proof(Endpoints.PAR)))
                .get("request_uri")
                .asString();
        String path = Program.path(Map.of("client_id", program.id, "request_uri", uri));
        var answers = Race.of(THREADS, i -> () -> new TestBrowser(node).get(path));
        assertThat(answers).allMatch(a -> a.statusCode() == 303 || a.statusCode() == 400);
        assertThat(answers.stream().filter(a -> a.statusCode() == 303)).hasSize(1);
    }

    @Test
    void anAnswerOfTheHolderCountsOnce() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        String consent = Program.location(holder.browser.get(Program.path(program.request("openid email"))));
        holder.browser.get(consent);
        var answers =
                Race.of(20, i -> () -> holder.browser.postUnproven(consent, Map.of(ConsentShow.field("email"), "yes")));
        assertThat(answers.stream()
                        .filter(a -> a.headers().firstValue("Refresh").isPresent()))
                .hasSize(1);
    }

    @Test
    @Proves("R-OAU-1")
    @Defends("A50")
    @Asvs("15.4.2")
    void whoSaysYesWhileAllIsEndedLeavesNoGrantBehind() {
        Holder holder = Holder.signUp(node);
        var account = new AccountId(UUID.fromString(holder.account()));
        var wish = new Program.Wish();
        wish.scopes = List.of("openid", "email", "offline_access");
        Program program = wish.at(node);
        String field = ConsentShow.field("offline_access");
        var statuses = new ArrayList<Integer>();
        for (int round = 0; round < THREADS; round++) {
            holder.again();
            String consent =
                    Program.location(holder.browser.get(Program.path(program.request("openid email offline_access"))));
            holder.browser.get(consent);
            statuses.add(Race.of(
                            2,
                            i -> () -> i == 0
                                    ? holder.browser
                                            .postUnproven(consent, Map.of(field, "yes"))
                                            .statusCode()
                                    : node.bean(Sessions.class).endAll(account, "ended-by-holder", null))
                    .getFirst());
            node.clock.advance(Duration.ofMinutes(1));
        }
        assertThat(statuses).allMatch(status -> status < 500);
        assertThat(openOfEnded(account)).isZero();
    }

    /// The same with nothing left to chance: his yes has found the session alive and has not committed when all is
    /// ended. A third transaction keeps both from writing on the record until they can miss each other.
    @Test
    @Proves("R-OAU-1")
    @Defends("A50")
    @Asvs("15.4.2")
    void anEndThatComesBetweenTheYesAndItsCommitIsWaitedForOrEndsTheGrant() throws Exception {
        Holder holder = Holder.signUp(node);
        var account = new AccountId(UUID.fromString(holder.account()));
        var wish = new Program.Wish();
        wish.scopes = List.of("openid", "email", "offline_access");
        Program program = wish.at(node);
        String consent =
                Program.location(holder.browser.get(Program.path(program.request("openid email offline_access"))));
        holder.browser.get(consent);
        try (var pool = Executors.newFixedThreadPool(2)) {
            var answers = node.bean(Tx.class).run(() -> {
                node.bean(Audit.class).record(account, Fact.success("session.renewed"));
                var yes = pool.submit(() -> holder.browser
                        .postUnproven(consent, Map.of(ConsentShow.field("offline_access"), "yes"))
                        .statusCode());
                Holder.await("the yes, before its commit", () -> waiting(1));
                var end = pool.submit(() -> node.bean(Sessions.class).endAll(account, "ended-by-holder", null));
                Holder.await("the end", () -> waiting(2));
                return List.of(yes, end);
            });
            assertThat(answers.getFirst().get()).isLessThan(500);
            assertThat(answers.getLast().get()).isEqualTo(1);
        }
        assertThat(openOfEnded(account)).isZero();
    }

    /// By another connection: within a transaction the list of who waits stays as it was first read.
    private boolean waiting(int many) {
        return CompletableFuture.supplyAsync(() -> node.bean(JdbcClient.class)
                        .sql("""
                                SELECT count(*) FROM pg_stat_activity
                                WHERE wait_event_type = 'Lock' AND datname = current_database()
                                """)
                        .query(Integer.class)
                        .single())
                .join()
                .equals(many);
    }

    private int openOfEnded(AccountId account) {
        return node.bean(JdbcClient.class)
                .sql("""
                        SELECT count(*) FROM oauth_grant g JOIN session s USING (account_id, session_id)
                        WHERE g.account_id = :account AND g.ended_at IS NULL AND s.ended_at IS NOT NULL
                        """)
                .param("account", account.value())
                .query(Integer.class)
                .single();
    }

    @Test
    void aDeviceCodeIsExchangedOnce() {
        Holder holder = Holder.signUp(node);
        Program program = DeviceTest.program(node);
        var begun = DeviceTest.begin(program);
        DeviceTest.allow(holder.browser, begun);
        assertThat(good(Race.of(THREADS, i -> () -> program.token(DeviceTest.poll(begun)))))
                .hasSize(1);
    }
}
