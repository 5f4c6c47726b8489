package dev.sallyport.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@Proves("R-HOLD-1")
@Defends("A53")
class HoldsTest {
    private static final Duration FIRST_DAY = Duration.ofHours(25);

    private final TestNode node = TestNode.shared();
    private final Holds holds = node.bean(Holds.class);
    private final DatabaseClock time = node.bean(DatabaseClock.class);

    private Instant until(AppHolder owner) {
        return holds.on(owner.account).orElseThrow().until();
    }

    private List<HoldCause> causes(AppHolder owner) {
        return holds.on(owner.account).stream()
                .flatMap(held -> held.reasons().stream())
                .map(Holds.Reason::cause)
                .toList();
    }

    private void place(AppHolder owner, HoldCause cause) {
        node.bean(Tx.class).run(() -> holds.place(owner.account, cause));
    }

    private void changePassword(AppHolder owner) {
        AppHolder.expect(
                200,
                owner.browser.json(
                        "PUT",
                        "/api/password",
                        "{\"current\":\"" + Holder.PASSWORD + "\",\"password\":\"another violet harbour lamp\"}"));
    }

    @ParameterizedTest
    @EnumSource
    void eachCauseHoldsForItsTimeAndThenNoLonger(HoldCause cause) {
        AppHolder owner = AppHolder.signUp(node);
        assertThat(holds.on(owner.account)).as("set-up holds nothing").isEmpty();
        Instant before = time.now();
        place(owner, cause);
        assertThat(until(owner)).isBetween(before.plus(cause.life()), time.now().plus(cause.life()));
        assertThatThrownBy(() -> holds.mustBeNone(owner.account)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.HELD);
            assertThat(refused.retryAfter()).isBetween(cause.life().minusMinutes(1), cause.life());
        });
        assertThat(holds.on(owner.account, before.plus(cause.life()).minusMillis(1)))
                .isPresent();
        assertThat(holds.on(owner.account, time.now().plus(cause.life()).plusMillis(1)))
                .isEmpty();
    }

    @Test
    @Proves("R-HOLD-2")
    void theLatestEndHoldsAndNothingMakesItEarlier() {
        AppHolder owner = AppHolder.signUp(node);
        place(owner, HoldCause.ACCOUNT_RECOVERED);
        Instant end = until(owner);
        place(owner, HoldCause.PASSWORD_CHANGED);
        assertThat(until(owner)).isEqualTo(end);
        node.bean(HoldStore.class)
                .place(
                        owner.account,
                        HoldCause.ACCOUNT_RECOVERED,
                        time.now(),
                        time.now().plusSeconds(1));
        assertThat(until(owner)).isEqualTo(end);
        node.clock.advance(Duration.ofHours(1));
        place(owner, HoldCause.ACCOUNT_RECOVERED);
        assertThat(until(owner)).isAfter(end);
    }

    @Test
    void changesThatComeAtOnceEndWithTheLatestOfThem() {
        AppHolder owner = AppHolder.signUp(node);
        Instant now = time.now();
        HoldStore store = node.bean(HoldStore.class);
        Race.of(50, i -> () -> {
            store.place(owner.account, HoldCause.PASSWORD_CHANGED, now, now.plusSeconds(1000 + i));
            return true;
        });
        assertThat(until(owner)).isEqualTo(now.plusSeconds(1049));
    }

    @Test
    void aHoldIsPlacedWithItsCauseOrNotAtAll() {
        AppHolder owner = AppHolder.signUp(node);
        assertThatThrownBy(() -> holds.place(owner.account, HoldCause.PASSWORD_CHANGED))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> node.bean(Tx.class).run(() -> {
                    holds.place(owner.account, HoldCause.PASSWORD_CHANGED);
                    throw new IllegalArgumentException("the change failed");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(holds.on(owner.account)).isEmpty();
    }

    @Test
    void aChangedPasswordHoldsAndSoDoesADeviceThatComesMeanwhile() {
        AppHolder owner = AppHolder.signUp(node);
        changePassword(owner);
        assertThat(causes(owner)).containsExactly(HoldCause.PASSWORD_CHANGED);
        node.clock.advance(Duration.ofHours(20));
        node.bean(Tx.class).run(() -> holds.deviceIsNew(owner.account));
        assertThat(causes(owner)).containsExactly(HoldCause.NEW_DEVICE, HoldCause.PASSWORD_CHANGED);
        node.clock.advance(Duration.ofHours(5));
        assertThat(causes(owner)).containsExactly(HoldCause.NEW_DEVICE);
        Instant end = until(owner);
        node.bean(Tx.class).run(() -> holds.deviceIsNew(owner.account));
        assertThat(until(owner)).as("no change holds any more").isEqualTo(end);
    }

    @Test
    void theOperatorMayHoldLongerAndNeverShorter() {
        for (HoldCause cause : HoldCause.values()) {
            assertThat(cause.life(new Config.Holds(Duration.ofHours(72), Duration.ofHours(72))))
                    .isEqualTo(
                            switch (cause) {
                                case SECOND_RECOVERED, CONTACT_CHANGED -> Duration.ofHours(72);
                                case PASSWORD_CHANGED,
                                        PASSWORD_RESET,
                                        SECOND_REPLACED,
                                        ACCOUNT_RECOVERED,
                                        DISOWNED,
                                        NEW_DEVICE,
                                        WITHDRAW_KEY -> cause.life();
                            });
            assertThat(cause.life(new Config.Holds(Duration.ZERO, Duration.ofHours(1))))
                    .isEqualTo(cause.life());
        }
        try (TestNode longer = TestNode.startAlone(new TestClock(), Map.of("holds.contact-changed", "72h"))) {
            AppHolder changing = AppHolder.signUp(longer);
            Holds there = longer.bean(Holds.class);
            Instant before = longer.bean(DatabaseClock.class).now();
            longer.bean(Tx.class).run(() -> there.place(changing.account, HoldCause.CONTACT_CHANGED));
            assertThat(there.on(changing.account).orElseThrow().until())
                    .isAfterOrEqualTo(before.plus(Duration.ofHours(72)));
        }
    }

    @Test
    void aNewDeviceHoldsNothingByItself() {
        AppHolder owner = AppHolder.signUp(node);
        node.bean(Tx.class).run(() -> holds.deviceIsNew(owner.account));
        assertThat(holds.on(owner.account)).isEmpty();
    }

    @Test
    void aSecondProofThatComesLaterOrGoesHolds() {
        AppHolder owner = AppHolder.signUp(node);
        node.clock.advance(FIRST_DAY);
        owner.half(owner.browser);
        AppHolder.second(owner.browser, "code", owner.code());
        owner.browser.get("/account");
        owner.passkey();
        assertThat(causes(owner)).containsExactly(HoldCause.SECOND_REPLACED);
        node.clock.advance(Duration.ofHours(23));
        assertThat(causes(owner)).containsExactly(HoldCause.SECOND_REPLACED);
    }

    @Test
    void pageInterfaceAndServiceTellTheSameEnd() {
        AppHolder owner = AppHolder.signUp(node);
        changePassword(owner);
        String end = Holder.json(owner.browser, "/api/locks").get("heldUntil").asString();
        assertThat(Instant.parse(end)).isEqualTo(until(owner));
        assertThat(owner.browser.get("/account").body()).contains("/account/locks");
        assertThat(owner.browser.get("/account/locks").body()).contains("The password was changed");
    }

    @Test
    @Proves("R-HOLD-2")
    @Defends("A54")
    void aNodeWhoseClockIsWrongOpensNothingAndDecidesNothing() {
        AppHolder owner = AppHolder.signUp(node);
        place(owner, HoldCause.PASSWORD_CHANGED);
        JdbcClient jdbc = node.bean(JdbcClient.class);
        for (long hours : new long[] {-72, -2, 2, 72}) {
            var wrong = new DatabaseClock(jdbc, TestClock.wrong(Duration.ofHours(hours)));
            assertThat(Duration.between(new DatabaseClock(jdbc, node.clock).now(), wrong.now()))
                    .as("its time is the database's")
                    .isLessThan(Duration.ofSeconds(5));
            assertThatThrownBy(wrong::forMoney)
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        }
        assertThat(time.forMoney()).as("a right one decides").isNotNull();
    }
}
