package dev.sallyport.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.argon2.Argon2Parameters;
import dev.sallyport.argon2.EncodedHash;
import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.harness.TestNode;
import dev.sallyport.password.Passwords.Check;
import dev.sallyport.password.Passwords.Judgement;
import dev.sallyport.password.Passwords.Reason;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.ErrorCode;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class PasswordsTest {
    private static final Secret PASSWORD = new Secret("a lamp for 3 quiet herons");
    private static final Secret OTHER = new Secret("seven boats & one harbour");

    private final TestNode node = TestNode.shared();
    private final Passwords passwords = node.bean(Passwords.class);
    private final PasswordStore store = node.bean(PasswordStore.class);
    private final AccountId account = AccountId.create(node.clock.instant());

    private Check check(AccountId account, Secret password) {
        return passwords.check(account, password, Lane.KNOWN);
    }

    private Check right(boolean breached, boolean fits, boolean renewed) {
        return new Check.Right(
                breached, fits, renewed, store.find(account).orElseThrow().changedAt());
    }

    private String hash() {
        return store.find(account).orElseThrow().peppered().hash();
    }

    @Test
    @Asvs("6.2.8")
    void onlyTheExactPasswordIsRight() {
        passwords.set(account, PASSWORD, Lane.KNOWN);
        assertThat(check(account, PASSWORD)).isEqualTo(right(false, true, false));
        for (String other : List.of(
                "A lamp for 3 quiet herons",
                "a lamp for 3 quiet herons ",
                " a lamp for 3 quiet herons",
                "a lamp for 3 quiet heron",
                "")) {
            assertThat(check(account, new Secret(other))).as(other).isEqualTo(new Check.Wrong());
        }
    }

    @Test
    @Proves({"R-PW-3", "N-5"})
    @Asvs("11.4.2")
    void theRecordIsArgon2idWithTheConfiguredCostAndNamesItsPepper() {
        passwords.set(account, PASSWORD, Lane.KNOWN);
        var row = store.find(account).orElseThrow();
        assertThat(EncodedHash.parse(row.peppered().hash()).parameters())
                .isEqualTo(new Argon2Parameters(47_104, 1, 1, 32));
        assertThat(row.peppered().pepperKey()).isEqualTo(node.bean(Pepper.class).keyId());
        assertThat(row.changedAt()).isBeforeOrEqualTo(node.clock.instant());
    }

    @Test
    @Defends("A67")
    void aRecordIsWorthNothingAtAnotherAccount() {
        passwords.set(account, PASSWORD, Lane.KNOWN);
        AccountId thief = AccountId.create(node.clock.instant());
        passwords.set(thief, OTHER, Lane.KNOWN);
        node.bean(JdbcClient.class)
                .sql("UPDATE password SET hash = :hash WHERE account_id = :victim")
                .param("hash", store.find(thief).orElseThrow().peppered().hash())
                .param("victim", account.value())
                .update();
        assertThat(check(account, OTHER)).isEqualTo(new Check.Wrong());
    }

    @Test
    @Proves("R-PW-1")
    void lettersTypedAsOneOrAsTwoAreTheSamePassword() {
        String composed = "Grüße aus Zürich, Café Übermut";
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        assertThat(decomposed).isNotEqualTo(composed);
        passwords.set(account, new Secret(decomposed), Lane.KNOWN);
        assertThat(check(account, new Secret(composed))).isInstanceOf(Check.Right.class);
        assertThat(check(account, new Secret(decomposed))).isInstanceOf(Check.Right.class);
        // NFC joins; it does not fold what only looks alike.
        assertThat(check(account, new Secret(composed.replace("ß", "ss")))).isEqualTo(new Check.Wrong());
    }

    @Test
    @Defends("A62")
    @Proves("R-PW-1")
    void whatIsLongerThan1024BytesIsRefusedBeforeAnyHash() {
        String longest = "xk8q".repeat(255) + "zqwj";
        assertThat(longest).hasSize(Typed.MOST_BYTES);
        passwords.set(account, new Secret(longest), Lane.KNOWN);
        assertThat(check(account, new Secret(longest))).isInstanceOf(Check.Right.class);
        // Nothing was cut: the last byte counts.
        assertThat(check(account, new Secret(longest.substring(0, 1023) + "!"))).isEqualTo(new Check.Wrong());

        long hashes = hashes();
        for (String tooLong : List.of(longest + "a", "ü".repeat(513), "a".repeat(10_000_000))) {
            assertThat(passwords.judge(new Secret(tooLong), List.of()))
                    .isEqualTo(new Judgement.Bad(List.of(new Reason(Reason.Kind.TOO_LONG, "1024"))));
            for (AccountId anybody : new AccountId[] {account, AccountId.create(node.clock.instant())}) {
                assertThatThrownBy(() -> check(anybody, new Secret(tooLong)))
                        .isInstanceOfSatisfying(
                                Refused.class,
                                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LARGE));
            }
        }
        assertThat(hashes()).isEqualTo(hashes);
    }

    private long hashes() {
        return node.bean(io.micrometer.core.instrument.MeterRegistry.class)
                .get("sallyport.password.hash")
                .timer()
                .count();
    }

    @Test
    @Defends("A5")
    @Proves("R-ID-2")
    void anAccountThatDoesNotExistCostsTheSameHash() {
        passwords.set(account, PASSWORD, Lane.KNOWN);
        long before = hashes();
        assertThat(check(account, OTHER)).isEqualTo(new Check.Wrong());
        long known = hashes() - before;
        assertThat(check(AccountId.create(node.clock.instant()), OTHER)).isEqualTo(new Check.Wrong());
        // Nor does one cost less that may not be signed in to, whatever was typed.
        assertThat(passwords.pretend(account, PASSWORD, Lane.STRANGER)).isEqualTo(new Check.Wrong());
        assertThat(known).isEqualTo(1);
        assertThat(hashes() - before).isEqualTo(3 * known);
    }

    @Test
    void twoChangesAtOneTimeAreStillTwo() {
        passwords.set(account, PASSWORD, Lane.KNOWN);
        var first = store.find(account).orElseThrow();
        node.bean(Tx.class).run(() -> store.put(account, first));
        assertThat(passwords.isStill(account, first.changedAt())).isFalse();
        assertThat(passwords.isStill(account, store.find(account).orElseThrow().changedAt()))
                .isTrue();
    }

    @Test
    void aFormerPasswordDoesNotComeBackUntilFiveOthersWereSet() {
        passwords.set(account, PASSWORD, Lane.KNOWN);
        assertThat(passwords.judge(account, PASSWORD, List.of()))
                .isEqualTo(new Judgement.Bad(List.of(Reason.of(Reason.Kind.REUSED))));
        for (int i = 0; i < Passwords.HISTORY; i++) {
            passwords.set(account, new Secret(OTHER.reveal() + i), Lane.KNOWN);
            assertThat(passwords.judge(account, PASSWORD, List.of())).isInstanceOf(Judgement.Bad.class);
        }
        passwords.set(account, OTHER, Lane.KNOWN);
        assertThat(passwords.judge(account, PASSWORD, List.of())).isEqualTo(new Judgement.Good());
        assertThat(store.history(account)).hasSize(Passwords.HISTORY);
    }

    @Test
    @Asvs("2.3.3")
    void storingJoinsTheCallersTransaction() {
        passwords.set(account, PASSWORD, Lane.KNOWN);
        var prepared = passwords.prepare(account, OTHER, Lane.KNOWN);
        assertThatThrownBy(() -> node.bean(Tx.class).run(() -> {
                    passwords.store(prepared);
                    throw new IllegalStateException("the notice failed");
                }))
                .hasMessage("the notice failed");
        assertThat(check(account, PASSWORD)).isInstanceOf(Check.Right.class);
        assertThat(store.history(account)).isEmpty();
    }

    @Test
    @Asvs("11.2.2")
    void anOlderCostOrPepperIsRenewedAtTheNextRightSignInAndNotAtAWrongOne() {
        var pepper = node.bean(Pepper.class);
        var cheap = new Argon2Parameters(19_456, 2, 1, 32);
        byte[] salt = new byte[16];
        byte[] secret = pepper.forPassword(pepper.keyId(), account.toString());
        byte[] tag = node.bean(HashPool.class)
                .run(Lane.KNOWN, hasher -> hasher.hash(bytes(PASSWORD), salt, secret, null, cheap));
        String old = new EncodedHash(cheap, salt, tag).encoded();
        node.bean(dev.sallyport.base.db.Tx.class)
                .run(() -> store.put(
                        account,
                        new PasswordStore.Row(
                                new PasswordStore.Peppered(old, pepper.keyId()),
                                node.clock.instant(),
                                false,
                                null,
                                true)));

        assertThat(check(account, OTHER)).isEqualTo(new Check.Wrong());
        assertThat(hash()).isEqualTo(old);
        assertThat(check(account, PASSWORD)).isEqualTo(right(false, true, true));
        assertThat(EncodedHash.parse(hash()).parameters()).isEqualTo(new Argon2Parameters(47_104, 1, 1, 32));
        assertThat(check(account, PASSWORD)).isEqualTo(right(false, true, false));
    }

    private static byte[] bytes(Secret password) {
        return password.reveal().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void aRemovedPasswordIsWrongAndAnErasedOneLeavesNothing() {
        passwords.set(account, PASSWORD, Lane.KNOWN);
        assertThat(passwords.remove(account)).isTrue();
        assertThat(passwords.remove(account)).isFalse();
        assertThat(passwords.exists(account)).isFalse();
        assertThat(check(account, PASSWORD)).isEqualTo(new Check.Wrong());
        assertThat(passwords.judge(account, PASSWORD, List.of())).isInstanceOf(Judgement.Bad.class);
        passwords.erase(account);
        assertThat(store.history(account)).isEmpty();
    }
}
