package dev.sallyport.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.Proofs;
import dev.sallyport.account.Proofs.Removal;
import dev.sallyport.base.db.Tx;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Oathtool;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestNode;
import dev.sallyport.passkey.Passkeys.Renaming;
import dev.sallyport.passkey.Passkeys.Switching;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.totp.TotpBindings;
import dev.sallyport.totp.Totps;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Naming passkeys, taking them away, and being opened by nothing else.
class KeepingTest {
    private final TestNode node = TestNode.shared();
    private final PasskeyHolder holder = PasskeyHolder.signUp(node);
    private final Passkeys passkeys = holder.passkeys();

    private List<UUID> ids() {
        return passkeys.list(holder.account()).stream().map(Passkey::id).toList();
    }

    private Removal remove(UUID id) {
        return passkeys.remove(holder.account(), id, PasskeyHolder.CALLER);
    }

    private long told(String subject) {
        return Holder.count(holder.holder().browser, holder.holder().address, subject);
    }

    @Test
    @Proves("R-PK-3")
    void lastStrongProofCannotBeRemoved() {
        holder.bound();
        assertThat(remove(ids().getFirst())).isEqualTo(Removal.LAST);
        assertThat(ids()).hasSize(1);
        node.bean(Tx.class).run(() -> node.bean(Proofs.class).bound(holder.account(), Proofs.Kind.TOTP));
        assertThat(remove(ids().getFirst())).isEqualTo(Removal.DONE);
        assertThat(ids()).isEmpty();
        Holder.await("the notice", () -> told("A passkey was removed from your account") == 1);
        assertThat(holder.facts("passkey.removed")).hasSize(1);
    }

    @Test
    @Asvs("15.4.2")
    void ofManyThatAreRemovedAtOnceOneStays() {
        for (int i = 0; i < 10; i++) {
            holder.bound();
        }
        List<UUID> all = ids();
        List<Removal> outcomes = Race.of(10, i -> () -> remove(all.get(i)));
        assertThat(outcomes)
                .containsOnlyOnce(Removal.LAST)
                .filteredOn(o -> o == Removal.DONE)
                .hasSize(9);
        assertThat(ids()).hasSize(1);
    }

    @Test
    @Proves("R-PK-3")
    @Asvs("15.4.2")
    void ofAPasskeyAndAnAppThatAreRemovedAtOnceOnTwoNodesOneStays() {
        try (TestNode other = TestNode.start(node.clock, Map.of())) {
            for (int round = 0; round < 6; round++) {
                PasskeyHolder one = PasskeyHolder.signUp(node);
                one.bound();
                UUID passkey = one.passkeys().list(one.account()).getFirst().id();
                UUID app = app(one);
                List<Removal> outcomes = Race.of(
                        2,
                        i -> i == 0
                                ? () -> one.passkeys().remove(one.account(), passkey, PasskeyHolder.CALLER)
                                : () -> other.bean(Totps.class).remove(one.account(), app, PasskeyHolder.CALLER));
                assertThat(outcomes).containsExactlyInAnyOrder(Removal.DONE, Removal.LAST);
                int strong = node.bean(JdbcClient.class)
                        .sql("SELECT count(*) FROM proof WHERE account_id = :account AND removed_at IS NULL"
                                + " AND kind IN ('PASSKEY', 'TOTP')")
                        .param("account", one.account().value())
                        .query(Integer.class)
                        .single();
                assertThat(strong).isEqualTo(1);
            }
        }
    }

    private UUID app(PasskeyHolder one) {
        var bindings = node.bean(TotpBindings.class);
        byte[] bound = TotpBindings.boundTo(UUID.randomUUID());
        bindings.begin(one.account(), bound, "Phone");
        String key =
                bindings.show(one.account(), bound).orElseThrow().keyInGroups().replace(" ", "");
        String code = Oathtool.code(key, node.clock.instant());
        return switch (bindings.confirm(one.account(), bound, code, PasskeyHolder.CALLER)) {
            case TotpBindings.Outcome.Bound(UUID id, boolean first) -> id;
            case TotpBindings.Outcome.Wrong wrong -> throw new AssertionError("a step ended meanwhile");
            case TotpBindings.Outcome.Over over -> throw new AssertionError("no binding");
        };
    }

    @Test
    @Defends("A72")
    void anotherAccountsPasskeyIsNotThere() {
        PasskeyHolder other = PasskeyHolder.signUp(node);
        other.bound();
        other.bound();
        UUID theirs = other.passkeys().list(other.account()).getFirst().id();
        assertThat(remove(theirs)).isEqualTo(Removal.UNKNOWN);
        assertThat(passkeys.rename(holder.account(), theirs, "mine", PasskeyHolder.CALLER))
                .isEqualTo(Renaming.UNKNOWN);
        assertThat(other.passkeys().list(other.account())).hasSize(2);
    }

    @Test
    @Defends("A72")
    void anAppIsNotTakenAwayByThisDoor() {
        holder.bound();
        UUID app = app(holder);
        assertThat(remove(app)).isEqualTo(Removal.UNKNOWN);
        assertThat(node.bean(Totps.class).list(holder.account())).hasSize(1);
        assertThat(node.bean(Proofs.class).held(holder.account()))
                .extracting(Proofs.Held::id)
                .contains(app);
        assertThat(holder.facts("passkey.removed")).isEmpty();
    }

    @Test
    @Proves("R-PK-2")
    @Asvs("15.4.2")
    void switchingQueuesUpBehindAChangeOfTheProofs() throws InterruptedException {
        holder.bound();
        holder.bound();
        var switched = new CountDownLatch(1);
        node.bean(Tx.class).run(() -> {
            node.bean(Proofs.class).queueUp(holder.account());
            Thread.startVirtualThread(() -> {
                passkeys.setOnly(holder.account(), true, PasskeyHolder.CALLER);
                switched.countDown();
            });
            // By another connection: within a transaction the list of who waits stays as it was first read.
            Holder.await(
                    "the switch in the queue",
                    () -> CompletableFuture.supplyAsync(this::somebodyWaits).join());
            assertThat(passkeys.isOnly(holder.account())).isFalse();
        });
        assertThat(switched.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(passkeys.isOnly(holder.account())).isTrue();
    }

    /// For the row of an account.
    private boolean somebodyWaits() {
        return node.bean(JdbcClient.class)
                .sql("SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND query LIKE 'SELECT account_id FROM account%')")
                .query(Boolean.class)
                .single();
    }

    @Test
    void anOwnNameIsClosedAtRestAndCanBeTakenAway() {
        holder.bound();
        UUID id = ids().getFirst();
        assertThat(passkeys.rename(holder.account(), id, " Kitchen tablet ", PasskeyHolder.CALLER))
                .isEqualTo(Renaming.DONE);
        assertThat(passkeys.list(holder.account()).getFirst().label()).isEqualTo("Kitchen tablet");
        assertThat(passkeys.rename(holder.account(), id, "", PasskeyHolder.CALLER))
                .isEqualTo(Renaming.DONE);
        assertThat(passkeys.list(holder.account()).getFirst().label()).isNull();
        for (String bad : List.of("x".repeat(61), "a\u0000b", "a\u202Eb")) {
            assertThat(passkeys.rename(holder.account(), id, bad, PasskeyHolder.CALLER))
                    .isEqualTo(Renaming.NOT_A_NAME);
        }
    }

    @Test
    @Proves("R-PK-2")
    @Defends("A20")
    void passkeysOnlyTakesTwoAndKeepsTwo() {
        holder.bound();
        assertThat(passkeys.setOnly(holder.account(), true, PasskeyHolder.CALLER))
                .isEqualTo(Switching.TOO_FEW);
        assertThat(passkeys.isOnly(holder.account())).isFalse();
        holder.bound();
        assertThat(passkeys.setOnly(holder.account(), true, PasskeyHolder.CALLER))
                .isEqualTo(Switching.DONE);
        assertThat(passkeys.isOnly(holder.account())).isTrue();
        // Not even beside another strong proof: that one opens nothing now.
        node.bean(Tx.class).run(() -> node.bean(Proofs.class).bound(holder.account(), Proofs.Kind.TOTP));
        assertThat(remove(ids().getFirst())).isEqualTo(Removal.LAST);
        holder.bound();
        assertThat(remove(ids().getFirst())).isEqualTo(Removal.DONE);
        assertThat(passkeys.setOnly(holder.account(), false, PasskeyHolder.CALLER))
                .isEqualTo(Switching.DONE);
        assertThat(passkeys.isOnly(holder.account())).isFalse();
        Holder.await(
                "the notices",
                () -> told("Only passkeys open your account now") == 1
                        && told("Your account can be opened without a passkey again") == 1);
        assertThat(holder.facts("passkey.only-")).hasSize(2);
        // Said again, nothing happens and nobody is told.
        passkeys.setOnly(holder.account(), false, PasskeyHolder.CALLER);
        assertThat(holder.facts("passkey.only-")).hasSize(2);
    }

    @Test
    @Proves("R-PK-2")
    @Asvs("15.4.2")
    void switchingAndRemovingAtOnceNeverLeavesOneAlone() {
        for (int round = 0; round < 5; round++) {
            PasskeyHolder one = PasskeyHolder.signUp(node);
            one.bound();
            one.bound();
            UUID id = one.passkeys().list(one.account()).getFirst().id();
            Race.<Object>of(
                    2,
                    i -> i == 0
                            ? () -> one.passkeys().setOnly(one.account(), true, PasskeyHolder.CALLER)
                            : () -> one.passkeys().remove(one.account(), id, PasskeyHolder.CALLER));
            boolean only = one.passkeys().isOnly(one.account());
            assertThat(one.passkeys().list(one.account())).hasSize(only ? 2 : 1);
        }
    }

    @Test
    void anErasureLeavesNothing() {
        SoftAuthenticator soft = holder.bound();
        byte[] handle = node.bean(PasskeyStore.class).userHandle(holder.account());
        String open = passkeys.forHolder(holder.account(), PasskeyHolder.BOUND).json();
        var belongings = node.bean(PasskeyBelongings.class);
        assertThat(belongings.export(holder.account()).toString()).contains("createdAt");
        node.bean(Tx.class).run(() -> belongings.erase(holder.account()));
        assertThat(ids()).isEmpty();
        assertThat(passkeys.check(PasskeyHolder.BOUND, holder.account(), soft.get(open), PasskeyHolder.CALLER))
                .isEqualTo(new Passkeys.Asserted.Wrong(Refusal.CHALLENGE));
        assertThat(node.bean(PasskeyStore.class).userHandle(holder.account())).isNotEqualTo(handle);
        // Its credential is nobody's, and free.
        assertThat(PasskeyHolder.signUp(node).register(soft)).isInstanceOf(Passkeys.Registered.Bound.class);
    }
}
