package dev.sallyport.signin;

import static dev.sallyport.harness.AppHolder.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the owner hears of a right password that no second proof followed. Its node runs no such job by itself while a
/// test lasts: the clock stands before the next one.
@Proves("R-MSG-3")
@Asvs("6.3.5")
class HalfFinishedTest {
    private static final String SUBJECT = "A sign-in with your password was not finished";
    private static final Duration LIFE = Duration.ofMinutes(15);

    private static final TestNode node = TestNode.startAlone(new TestClock(), Map.of());

    @AfterAll
    static void stop() {
        node.close();
    }

    private final AppHolder owner = AppHolder.signUp(node);

    private long told() {
        return Holder.count(owner.browser, owner.holder.address, SUBJECT);
    }

    private void sweep() {
        node.bean(HalfFinished.class).tell();
    }

    @Test
    void heIsToldOnceItIsOverWithPlaceAndTime() {
        TestBrowser thief = owner.half();
        sweep();
        node.clock.advance(LIFE.minusMinutes(1));
        sweep();
        assertThat(owner.facts("signin.half-finished")).as("it may still be he").isZero();
        node.clock.advance(Duration.ofMinutes(1));
        assertThat(Race.of(8, i -> () -> node.bean(HalfFinished.class).tell()).stream()
                        .mapToInt(n -> n)
                        .sum())
                .isLessThanOrEqualTo(1);
        Holder.await("a notice", () -> told() == 1);
        assertThat(owner.holder.mails().getFirst().text())
                .contains(thief.address)
                .contains("Chrome");
        assertThat(owner.facts("signin.half-finished")).isEqualTo(1);
        assertThat(thief.get("/sign-in/second").statusCode()).isEqualTo(303);
    }

    @Test
    void whoFinishesOrBeginsAnewInTheSameBrowserIsNoThief() {
        TestBrowser browser = owner.half();
        owner.half(browser);
        assertThat(second(browser, "code", owner.code())).isEqualTo("303 /account");
        node.clock.advance(LIFE);
        sweep();
        assertThat(owner.facts("signin.half-finished")).isZero();
    }

    /// The answer to the first click, and with it the cookie that would carry that sign-in on, is thrown away.
    private TestBrowser clickedTwice() {
        TestBrowser browser = owner.half();
        assertThat(browser.cookies.remove("__Host-signin")).isNotNull();
        return owner.half(browser);
    }

    @Test
    void whoClicksTwiceAndFinishesIsNoThief() {
        assertThat(second(clickedTwice(), "code", owner.code())).isEqualTo("303 /account");
        node.clock.advance(LIFE);
        sweep();
        assertThat(owner.facts("signin.half-finished")).isZero();
    }

    @Test
    void ofTwoThatOneBrowserHasBegunHeHearsOnce() {
        clickedTwice();
        owner.half();
        node.clock.advance(LIFE);
        sweep();
        assertThat(owner.facts("signin.half-finished")).as("two browsers").isEqualTo(2);
    }

    @Test
    void aRowThatNothingOpensKeepsNoOtherOwnerWaiting() {
        AppHolder other = AppHolder.signUp(node);
        other.half();
        node.bean(JdbcClient.class)
                .sql("UPDATE sign_in SET caller_closed = 'broken' WHERE account_id = :account")
                .param("account", UUID.fromString(other.holder.account()))
                .update();
        node.clock.advance(Duration.ofSeconds(1));
        owner.half();
        node.clock.advance(LIFE);
        sweep();
        assertThat(other.facts("signin.half-finished")).isZero();
        assertThat(owner.facts("signin.half-finished")).isEqualTo(1);
    }

    @Test
    void whoTriesAllDayFillsNoMailbox() {
        for (int i = 0; i < 6; i++) {
            owner.half();
            node.clock.advance(LIFE);
            sweep();
        }
        Holder.await("notices", () -> told() == 3);
        assertThat(owner.facts("signin.half-finished")).isEqualTo(6);
        assertThat(told()).isEqualTo(3);
    }
}
