package dev.sallyport.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.account.Proofs.Removal;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Act.About;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The rules across proofs, which stand before there is a second kind of them.
class ProofsTest {
    private static final Set<Kind> PASSWORD = EnumSet.of(Kind.PASSWORD);

    private final TestNode node = TestNode.shared();

    @Test
    @Asvs("15.4.2")
    void ofTwoStrongProofsThatAreTakenAwayAtOnceOneStays() {
        var proofs = node.bean(Proofs.class);
        var tx = node.bean(Tx.class);
        var account = new AccountId(UUID.fromString(Holder.signUp(node).account()));
        List<UUID> ids = List.of(UUID.randomUUID(), UUID.randomUUID());
        tx.run(() -> {
            proofs.bound(account, Kind.TOTP, ids.get(0));
            proofs.bound(account, Kind.PASSKEY, ids.get(1));
        });
        var removals = Race.of(2, i -> () -> tx.run(() -> proofs.remove(account, ids.get(i))));
        assertThat(removals).containsExactlyInAnyOrder(Removal.DONE, Removal.LAST);
        assertThat(proofs.kinds(account)).contains(Kind.PASSWORD).hasSize(2);
        assertThat(tx.run(() -> proofs.remove(account, UUID.randomUUID()))).isEqualTo(Removal.UNKNOWN);
    }

    @Test
    void anActTakesNothingWeakerThanTheStrongest() {
        assertThat(ProofPolicy.forAct(PASSWORD, About.PROOFS)).containsExactly(PASSWORD);
        assertThat(ProofPolicy.forAct(EnumSet.of(Kind.PASSWORD, Kind.TOTP), About.ACCOUNT))
                .containsExactly(EnumSet.of(Kind.TOTP));
        assertThat(ProofPolicy.forAct(
                        EnumSet.of(Kind.PASSWORD, Kind.TOTP, Kind.PASSKEY, Kind.RECOVERY_CODE), About.PROOFS))
                .containsExactly(EnumSet.of(Kind.PASSKEY), EnumSet.of(Kind.RECOVERY_CODE, Kind.PASSWORD));
        assertThat(ProofPolicy.forAct(EnumSet.of(Kind.PASSWORD, Kind.MESSAGE_CODE), About.PROOFS))
                .containsExactly(EnumSet.of(Kind.MESSAGE_CODE, Kind.PASSWORD));
    }

    @Test
    void moneyMovesByStrongProofsOnly() {
        assertThat(ProofPolicy.forAct(EnumSet.complementOf(EnumSet.of(Kind.TOTP, Kind.PASSKEY)), About.MONEY))
                .isEmpty();
        assertThat(ProofPolicy.forAct(EnumSet.allOf(Kind.class), About.MONEY))
                .containsExactly(EnumSet.of(Kind.PASSKEY));
    }

    @Test
    void anUnknownDeviceIsNotOfferedATextWhereThereIsAStrongProof() {
        Set<Kind> held = EnumSet.of(Kind.PASSWORD, Kind.MESSAGE_CODE, Kind.TOTP);
        assertThat(ProofPolicy.atSignIn(held, false)).containsExactly(Kind.TOTP);
        assertThat(ProofPolicy.atSignIn(held, true)).containsExactly(Kind.TOTP, Kind.MESSAGE_CODE);
        assertThat(ProofPolicy.atSignIn(EnumSet.of(Kind.PASSWORD, Kind.RECOVERY_CODE), false))
                .isEmpty();
    }
}
