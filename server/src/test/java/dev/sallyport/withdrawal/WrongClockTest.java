package dev.sallyport.withdrawal;

import static dev.sallyport.harness.AppHolder.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.HoldCause;
import dev.sallyport.account.Holds;
import dev.sallyport.account.Locks;
import dev.sallyport.base.db.Tx;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole node whose own clock is hours or days off, beside one whose clock is right: it opens
/// nothing early.
@Defends("A54")
class WrongClockTest {
    @SuppressWarnings("NullAway.Init")
    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.startAlone(new TestClock(), Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static HttpResponse<String> ask(TestNode at, AppHolder owner) {
        return new Exchange(at)
                .post(
                        "/v1/withdrawals",
                        Exchange.request(owner.holder),
                        UUID.randomUUID().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5H", "PT-5H", "P40D", "P-40D"})
    @Proves({"R-HOLD-2", "R-LOCK-1", "R-LOCK-2"})
    void aNodeWithAWrongClockOpensNothingEarly(Duration off) {
        AppHolder free = AppHolder.signUp(node);
        AppHolder held = AppHolder.signUp(node);
        AppHolder locked = AppHolder.signUp(node);
        node.bean(Tx.class).run(() -> node.bean(Holds.class).place(held.account, HoldCause.PASSWORD_CHANGED));
        expect(204, locked.browser.json("PUT", "/api/locks/withdrawals", "{\"days\":2}"));
        expect(204, locked.browser.json("PUT", "/api/locks/settings", "{\"days\":3}"));
        expect(204, locked.browser.json("POST", "/api/locks/settings/release", null));
        var until = node.bean(Holds.class).on(held.account).orElseThrow().until();
        var end = node.bean(Locks.class).withdrawals(locked.account).orElseThrow();
        var settings = node.bean(Locks.class).settings(locked.account).orElseThrow();
        assertThat(ask(node, free).statusCode()).as("a right clock decides").isEqualTo(200);
        try (TestNode wrong = node.besideWithItsClock(off)) {
            for (AppHolder each : new AppHolder[] {free, held, locked}) {
                assertThat(ask(wrong, each).statusCode()).isEqualTo(503);
            }
            assertThat(wrong.bean(Holds.class).on(held.account).orElseThrow().until())
                    .isEqualTo(until);
            assertThat(wrong.bean(Locks.class).withdrawals(locked.account)).contains(end);
            assertThat(wrong.bean(Locks.class).settings(locked.account)).contains(settings);
            // What it places ends as if its clock were right.
            wrong.bean(Tx.class).run(() -> wrong.bean(Holds.class).place(held.account, HoldCause.PASSWORD_CHANGED));
            assertThat(node.bean(Holds.class).on(held.account).orElseThrow().until())
                    .isBetween(until, until.plus(Duration.ofMinutes(5)));
        }
        assertThat(ask(node, held).body()).contains("held");
        assertThat(ask(node, locked).body()).contains("held");
        assertThat(ask(node, free).statusCode()).isEqualTo(200);
    }
}
