package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A program that should not be, and what becomes of all that it was given.
@Proves("R-OAU-1")
@Defends("A49")
class RemovalTest {
    private static final String OPEN = "oauth_grant WHERE ended_at IS NULL AND client_id = :client";
    private static final String SAID = "oauth_consent WHERE client_id = :client";
    private static final String CLEARED = "oauth_client WHERE cleared_at IS NOT NULL AND client_id = :client";
    private static final String TOLD = """
            signal_event WHERE type = 'tokens.revoked' AND data::jsonb ->> 'client' = :client
                AND data::jsonb ->> 'reason' = 'client-removed'
            """;
    private static final int MANY = 180;

    private static final TestNode NODE = TestNode.startAlone(new TestClock(), Map.of());

    @AfterAll
    static void stop() {
        NODE.close();
    }

    private static long count(String of, Program program) {
        return NODE.bean(JdbcClient.class)
                .sql("SELECT count(*) FROM " + of)
                .param("client", program.id)
                .query(Long.class)
                .single();
    }

    /// As the command does it.
    private static boolean remove(Program program) {
        return Clients.with(NODE.config, NODE.clock, clients -> clients.remove(program.id));
    }

    private static String access(Program program, Holder holder) {
        return program.tokens(holder.browser, "openid balances.read")
                .get("access_token")
                .asString();
    }

    /// Many more of the same.
    private static void multiply(Program program) {
        NODE.bean(JdbcClient.class)
                .sql("""
                INSERT INTO oauth_grant (account_id, grant_id, client_id, session_id, offline, scopes, audiences,
                    request_closed, redirect_uri, challenge, acr, amr, proven_at, money_from, created_at, last_used_at)
                SELECT account_id, gen_random_uuid(), client_id, session_id, offline, scopes, audiences,
                    request_closed, redirect_uri, challenge, acr, amr, proven_at, money_from, created_at, last_used_at
                FROM oauth_grant, generate_series(2, :many) WHERE client_id = :client
                """)
                .param("client", program.id)
                .param("many", MANY)
                .update();
        assertThat(count(OPEN, program)).isEqualTo(MANY);
    }

    @Test
    void itLosesAllThatItWasGivenAndTheRecordsOfItsHoldersSaySo() {
        Program program = Program.web(NODE);
        Program other = Program.web(NODE);
        Holder holder = Holder.signUp(NODE);
        Holder neighbour = Holder.signUp(NODE);
        String token = access(program, holder);
        access(program, neighbour);
        String others = access(other, holder);
        assertThat(holder.browser.get("/account/apps").body()).contains(program.id, other.id);

        assertThat(remove(program)).isTrue();

        assertThat(NODE.bean(AccessTokens.class).find(token)).isEmpty();
        Holder.await("all of it", () -> count(CLEARED, program) == 1);
        assertThat(count(OPEN, program)).isZero();
        assertThat(count(SAID, program)).isZero();
        assertThat(count(TOLD, program)).isEqualTo(2);
        for (Holder one : java.util.List.of(holder, neighbour)) {
            assertThat(one.browser.get("/account/activity").body())
                    .contains("The access of an app ended", "Access was taken back from an app");
            assertThat(one.browser.get("/account/apps").body()).doesNotContain(program.id);
        }
        assertThat(NODE.bean(AccessTokens.class).find(others)).isPresent();
        assertThat(holder.browser.get("/account/apps").body()).contains(other.id);
        assertThat(remove(program)).isFalse();
    }

    @Test
    void manyAreEndedInPortionsByWhoeverComesAndEachIsToldOnce() {
        Program program = Program.web(NODE);
        access(program, Holder.signUp(NODE));
        multiply(program);
        assertThat(remove(program)).isTrue();
        Removals removals = NODE.bean(Removals.class);
        Race.of(8, i -> removals::clear);
        Holder.await("all of it", () -> {
            removals.clear();
            return count(CLEARED, program) == 1;
        });
        assertThat(count(OPEN, program)).isZero();
        assertThat(count(TOLD, program)).isEqualTo(MANY);
        assertThat(NODE.deadlocks()).isZero();
    }

    /// Whoever is killed leaves what he has committed, and what he has not until the database notices.
    @Test
    void whatOneNodeLeftHalfDoneAnotherFinishes() throws SQLException {
        Program program = Program.web(NODE);
        access(program, Holder.signUp(NODE));
        multiply(program);
        Removals removals = NODE.bean(Removals.class);
        try (Connection killed = NODE.bean(DataSource.class).getConnection()) {
            killed.setAutoCommit(false);
            try (var statement = killed.prepareStatement("""
                    UPDATE oauth_grant SET ended_at = now() WHERE client_id = ? AND grant_id IN (
                        SELECT grant_id FROM oauth_grant WHERE client_id = ? LIMIT 50)
                    """)) {
                statement.setString(1, program.id);
                statement.setString(2, program.id);
                assertThat(statement.executeUpdate()).isEqualTo(50);
            }
            assertThat(remove(program)).isTrue();
            Holder.await("the others", () -> count(TOLD, program) == MANY - 50);
            removals.clear();
            assertThat(count(CLEARED, program)).isZero();
            killed.rollback();
        }
        removals.clear();
        assertThat(count(CLEARED, program)).isEqualTo(1);
        assertThat(count(OPEN, program)).isZero();
        assertThat(count(TOLD, program)).isEqualTo(MANY);
    }

    @Test
    void whoSaysYesWhileItIsRemovedLeavesNothingBehind() {
        Holder holder = Holder.signUp(NODE);
        for (int round = 0; round < 20; round++) {
            Program program = Program.web(NODE);
            String consent = Program.location(holder.browser.get(Program.path(program.request("openid email"))));
            holder.browser.get(consent);
            Race.of(
                    2,
                    i -> () -> i == 0
                            ? holder.browser
                                            .postUnproven(consent, Map.of(ConsentShow.field("email"), "yes"))
                                            .statusCode()
                                    < 500
                            : remove(program));
            Holder.await("all of it", () -> count(CLEARED, program) == 1);
            assertThat(count(OPEN, program)).isZero();
            assertThat(count(SAID, program)).isZero();
        }
    }
}
