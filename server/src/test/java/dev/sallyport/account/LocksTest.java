package dev.sallyport.account;

import static dev.sallyport.harness.AppHolder.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Refused;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Handlers;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.ErrorCode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class LocksTest {
    private static final String SETTINGS = "/api/locks/settings";
    private static final String WITHDRAWALS = "/api/locks/withdrawals";

    private final TestNode node = TestNode.shared();
    private final Locks locks = node.bean(Locks.class);

    private static HttpResponse<String> lock(AppHolder owner, String path, int days) {
        return owner.browser.json("PUT", path, "{\"days\":" + days + "}");
    }

    private static HttpResponse<String> send(TestBrowser in, Handlers act) {
        String path = act.path(UUID.randomUUID().toString());
        return act.isPage()
                ? in.postUnproven(path, Map.of("name", "x"))
                : in.jsonUnproven(act.method(), path, act.method().equals("DELETE") ? null : "{}", null);
    }

    @Test
    @Proves("R-LOCK-1")
    @Defends("A58")
    void everyActIsRefusedThatIsNotNamedAsSafe() {
        AppHolder owner = AppHolder.signUp(node);
        expect(204, lock(owner, SETTINGS, 7));
        List<Handlers> acts = Handlers.of(node, Guard.Kind.FRESH_PROOF);
        assertThat(acts).hasSizeGreaterThan(30);
        for (Handlers act : acts) {
            HttpResponse<String> answer = send(owner.browser, act);
            if (act.guard().act().isLocked()) {
                assertThat(answer.statusCode()).as(act.toString()).isEqualTo(423);
                assertThat(TestBrowser.stepUp(answer))
                        .as(act + " asks for nothing")
                        .isEmpty();
            } else {
                assertThat(TestBrowser.stepUp(answer))
                        .as(act + " asks for a proof")
                        .isPresent();
            }
            node.clock.advance(Duration.ofSeconds(20));
        }
        assertThat(owner.facts("lock.refused"))
                .isEqualTo(acts.stream()
                        .filter(act -> act.guard().act().isLocked())
                        .count());
        Holder.await(
                "news of it",
                () -> owner.holder.mails().stream()
                        .anyMatch(mail -> mail.subject().equals("Somebody tried to change your locked settings")));
    }

    @Test
    @Proves("R-LOCK-1")
    void whatIsSafeWhileLockedIsThisAndNoMore() {
        assertThat(Arrays.stream(Act.values()).filter(act -> !act.isLocked()).toList())
                .containsExactlyInAnyOrderElementsOf(EnumSet.of(
                        Act.NONE,
                        Act.AGAIN,
                        Act.SESSIONS_END,
                        Act.DEVICE_FORGET,
                        Act.SETTINGS_LOCK,
                        Act.SETTINGS_RELEASE,
                        Act.WITHDRAWAL_LOCK,
                        Act.DESTINATION_REMOVE,
                        Act.SECOND_PERSON_STAYS));
    }

    @Test
    @Proves("R-LOCK-1")
    void aChangeThatWasBegunBeforeTheLockIsRefusedInItsTransaction() {
        AppHolder owner = AppHolder.signUp(node);
        expect(201, owner.browser.json("POST", "/api/authenticators", "{\"name\":\"Second\"}"));
        expect(204, lock(owner, SETTINGS, 1));
        Proofs proofs = node.bean(Proofs.class);
        Tx tx = node.bean(Tx.class);
        for (Proofs.Kind kind : EnumSet.complementOf(EnumSet.of(Proofs.Kind.PASSWORD))) {
            mustBeLocked(() -> tx.run(() -> proofs.bound(owner.account, kind)));
        }
        UUID held = proofs.held(owner.account).getFirst().id();
        mustBeLocked(() -> tx.run(() -> proofs.remove(owner.account, held)));
        mustBeLocked(() -> tx.run(() -> proofs.passwordReplaced(owner.account)));
        mustBeLocked(() -> tx.run(() -> proofs.contactAdded(owner.account)));
        mustBeLocked(() -> tx.run(() -> proofs.contactChanged(owner.account)));
        assertThat(proofs.held(owner.account)).hasSize(2);
    }

    /// Whoever was let in before by a link is somebody else, and asks for no proof of this account.
    @Test
    @Proves({"R-LOCK-1", "R-TX-4"})
    @Defends("A58")
    void whatAnotherAccountWouldChangeIsRefusedAndWhatWasLetIsOver() {
        AppHolder owner = AppHolder.signUp(node);
        AppHolder other = AppHolder.signUp(node);
        var page = Jsoup.parse(owner.browser
                .post("/account/second-person/invitation", Map.of())
                .body());
        String link = Objects.requireNonNull(page.selectFirst("#invitation"), page::text)
                .text();
        String path = link.substring(link.indexOf("/second-person/"));
        expect(204, lock(owner, SETTINGS, 1));
        expect(204, owner.browser.json("POST", "/api/locks/settings/release", null));
        for (Duration later : List.of(Duration.ZERO, Duration.ofHours(23), Duration.ofHours(2))) {
            node.clock.advance(later);
            other.half(other.browser);
            AppHolder.second(other.browser, "code", other.code());
            other.browser.get("/account");
            assertThat(Jsoup.parse(other.browser.get(path).body()).select("form[action^=/second-person/]"))
                    .isEmpty();
            assertThat(AppHolder.place(other.browser.post(path, Map.of()))).isEqualTo("303 " + path);
        }
        assertThat(locks.settings(owner.account))
                .as("it has been released since")
                .isEmpty();
        assertThat(owner.facts("withdrawal.second-chosen")).isZero();
    }

    private static void mustBeLocked(Runnable change) {
        assertThatThrownBy(change::run)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LOCKED));
    }

    @Test
    @Proves("R-LOCK-1")
    void itOpensWhenItsReleaseHasWaitedAndNotBefore() {
        AppHolder owner = AppHolder.signUp(node);
        expect(204, lock(owner, SETTINGS, 3));
        expect(204, lock(owner, SETTINGS, 2));
        assertThat(locks.settings(owner.account).orElseThrow().waitDays())
                .as("it never gets shorter")
                .isEqualTo(3);
        expect(204, owner.browser.json("POST", "/api/locks/settings/release", null));
        Instant end = locks.settings(owner.account).orElseThrow().releaseAt();
        node.clock.advance(Duration.ofHours(70));
        owner.half(owner.browser);
        AppHolder.second(owner.browser, "code", owner.code());
        owner.browser.get("/account");
        expect(409, owner.browser.json("POST", "/api/locks/settings/release", null));
        assertThat(locks.settings(owner.account).orElseThrow().releaseAt()).isEqualTo(end);
        node.clock.advance(Duration.ofHours(3));
        assertThat(locks.settings(owner.account)).isEmpty();
    }

    @Test
    @Proves("R-LOCK-1")
    void aReleaseIsCalledOffByOneClickAndByLockingAgain() {
        AppHolder owner = AppHolder.signUp(node);
        expect(204, lock(owner, SETTINGS, 3));
        expect(204, owner.browser.json("POST", "/api/locks/settings/release", null));
        expect(204, owner.browser.jsonUnproven("DELETE", "/api/locks/settings/release", null, null));
        assertThat(locks.settings(owner.account).orElseThrow().releaseAt()).isNull();
        expect(204, owner.browser.json("POST", "/api/locks/settings/release", null));
        expect(204, lock(owner, SETTINGS, 1));
        assertThat(locks.settings(owner.account).orElseThrow().releaseAt()).isNull();
    }

    @Test
    @Proves("R-LOCK-2")
    @Defends("A58")
    void aWithdrawalLockEndsAtItsEndAndOnlyGetsLonger() {
        AppHolder owner = AppHolder.signUp(node);
        expect(204, lock(owner, WITHDRAWALS, 2));
        Instant end = locks.withdrawals(owner.account).orElseThrow();
        expect(204, lock(owner, WITHDRAWALS, 1));
        assertThat(locks.withdrawals(owner.account)).contains(end);
        expect(204, lock(owner, WITHDRAWALS, 7));
        Instant later = locks.withdrawals(owner.account).orElseThrow();
        assertThat(later).isAfter(end);
        assertThat(locks.withdrawals(owner.account, later.minusMillis(1))).isPresent();
        assertThat(locks.withdrawals(owner.account, later)).isEmpty();
    }

    @Test
    @Proves({"R-LOCK-1", "R-LOCK-2"})
    void whatIsNoNumberOfDaysIsRefusedAndLocksNothing() {
        AppHolder owner = AppHolder.signUp(node);
        for (int days : new int[] {-1, 0, 31}) {
            expect(422, lock(owner, SETTINGS, days));
        }
        for (int days : new int[] {0, 8}) {
            expect(422, lock(owner, WITHDRAWALS, days));
        }
        assertThat(locks.settings(owner.account)).isEmpty();
        assertThat(locks.withdrawals(owner.account)).isEmpty();
    }
}
