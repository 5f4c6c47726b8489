package dev.sallyport.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// An end that comes nearer is told, and comes by the right time.
@Proves("R-API-5")
class KeyDecayTest {
    @SuppressWarnings("NullAway.Init")
    private static TestNode node;

    private final AppHolder owner = AppHolder.signUp(node);

    @BeforeAll
    static void start() {
        node = TestNode.startAlone(new TestClock(), Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private void passwordChanged() {
        node.bean(Tx.class).run(() -> node.bean(Audit.class).record(owner.account, Fact.success("password.changed")));
    }

    @Test
    void aNewPasswordTellsProgramsOfEachKeyWhoseEndCameNearer() {
        Program.make(owner, "read", "\"orders.read\"", "");
        Program.make(owner, "read", "\"orders.read\"", ",\"addresses\":[\"203.0.113.7\"]");
        passwordChanged();
        assertThat(owner.facts("apikey.changed"))
                .as("the one that works from anywhere")
                .isEqualTo(1);
        assertThat(node.bean(JdbcClient.class)
                        .sql(
                                "SELECT count(*) FROM signal_event WHERE account_id = :account AND type = 'apikey.changed'")
                        .param("account", owner.account.value())
                        .query(Long.class)
                        .single())
                .as("events for services and their libraries")
                .isEqualTo(1);
        passwordChanged();
        assertThat(owner.facts("apikey.changed")).as("no end came nearer").isEqualTo(1);
    }

    @Test
    @Defends("A54")
    void aNodeWhoseClockIsSetBackEndsWhatHasExpired() {
        Program key = Program.make(owner, "read", "\"orders.read\"", "");
        ApiKeyId id = ApiKeyId.read(key.key()).orElseThrow();
        passwordChanged();
        try (TestNode back = node.besideWithItsClock(Duration.ofDays(-30))) {
            back.bean(KeyDecay.class).run();
            assertThat(back.bean(KeyEnds.class).stored(id).orElseThrow().end()).isNull();
            node.clock.advance(ApiKey.AFTER_PASSWORD.plusMinutes(1));
            back.bean(KeyDecay.class).run();
            assertThat(back.bean(KeyEnds.class).stored(id).orElseThrow().end()).isNotNull();
        }
    }
}
