package dev.sallyport.recoverycode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.account.Proofs;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Texts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Phones;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Two nodes on one database.
class RecoveryCodesTest {
    private static final Caller CALLER = new Caller("203.0.113.9", "Firefox", null);
    private static final TestNode NODE = TestNode.shared();

    @SuppressWarnings("NullAway.Init")
    private static TestNode other;

    private final RecoveryCodes codes = NODE.bean(RecoveryCodes.class);

    @BeforeAll
    static void start() {
        other = TestNode.start(new TestClock(), Map.of());
    }

    @AfterAll
    static void stop() {
        other.close();
    }

    private static RecoveryCodes on(int i) {
        return (i % 2 == 0 ? NODE : other).bean(RecoveryCodes.class);
    }

    private static AccountId account() {
        return account(Holder.signUp(NODE));
    }

    private static AccountId account(Holder holder) {
        var account = new AccountId(UUID.fromString(holder.account()));
        // Codes stand in for a second proof.
        NODE.bean(Tx.class).run(() -> NODE.bean(Proofs.class).bound(account, Proofs.Kind.TOTP));
        return account;
    }

    private boolean use(AccountId account, Secret code) {
        return codes.use(account, code.reveal(), CALLER);
    }

    private static long told(Holder holder, String kind) {
        String subject = NODE.bean(Texts.class).get(Language.ENGLISH, "notices.recoverycode." + kind + ".subject");
        return Holder.count(holder.browser, holder.address, subject);
    }

    @Test
    @Proves({"R-BC-1", "N-19"})
    @Defends("A12")
    @Asvs("6.5.3")
    void tenCodesOfSixtyFiveBitsAreMadeAndNoTwoAreAlike() {
        var seen = new HashSet<String>();
        var signs = new HashSet<Integer>();
        for (int i = 0; i < 300; i++) {
            String code = CodeText.create();
            assertThat(code).matches("[0-9A-HJKMNP-TV-Z]{13}");
            code.chars().forEach(signs::add);
            seen.add(code);
        }
        assertThat(seen).hasSize(300);
        assertThat(signs).hasSize(32);
        assertThat(codes.create(account(), CALLER)).hasSize(10);
    }

    @Test
    @Proves({"R-BC-1", "N-12"})
    @Defends("A12")
    @Asvs("6.5.1")
    void eachIsGoodOnceHoweverItIsTypedAndForItsAccountAlone() {
        AccountId account = account();
        List<Secret> made = codes.create(account, CALLER);
        assertThat(use(account, made.get(0))).isTrue();
        assertThat(use(account, made.get(0))).isFalse();
        assertThat(codes.use(
                        account,
                        " " + made.get(1).reveal().toLowerCase(Locale.ROOT).replace("-", " ") + "\n",
                        CALLER))
                .isTrue();
        assertThat(codes.use(account, made.get(2).reveal().replace("-", "\u2013"), CALLER))
                .isTrue();
        assertThat(codes.use(account, "", CALLER)).isFalse();
        AccountId stranger = account();
        codes.create(stranger, CALLER);
        assertThat(use(stranger, made.get(3))).isFalse();
        assertThat(codes.state(account).left()).isEqualTo(7);
    }

    @Test
    @Proves("R-BC-1")
    @Defends("A12")
    @Asvs({"6.5.1", "15.4.2"})
    void ofAHundredUsesOfOneCodeOnTwoNodesExactlyOneSucceeds() {
        AccountId account = account();
        List<Secret> made = codes.create(account, CALLER);
        String code = made.getFirst().reveal();
        assertThat(Race.of(100, i -> () -> on(i).use(account, code, CALLER))).containsOnlyOnce(true);
        assertThat(codes.state(account).left()).isEqualTo(9);
    }

    @Test
    @Asvs("15.4.2")
    void ofTheLastOnesUsedAtOnceEachKnowsWhatTheOthersLeft() {
        for (int round = 0; round < 2; round++) {
            Holder holder = Holder.signUp(NODE);
            AccountId account = account(holder);
            List<Secret> made = codes.create(account, CALLER);
            assertThat(Race.of(10, i -> () -> on(i).use(account, made.get(i).reveal(), CALLER)))
                    .containsOnly(true);
            assertThat(NODE.bean(Proofs.class).kinds(account)).doesNotContain(Proofs.Kind.RECOVERY_CODE);
            Holder.await("each told", () -> told(holder, "used") == 10);
            Holder.await("few told", () -> told(holder, "few") >= 1);
            assertThat(told(holder, "few")).isEqualTo(1);
        }
    }

    @Test
    @Proves("R-BC-1")
    @Asvs("6.5.6")
    void newOnesVoidAllOldOnes() {
        AccountId account = account();
        List<Secret> old = codes.create(account, CALLER);
        assertThat(use(account, old.getFirst())).isTrue();
        List<Secret> made = codes.create(account, CALLER);
        assertThat(old).noneMatch(code -> use(account, code));
        assertThat(codes.state(account).left()).isEqualTo(10);
        assertThat(use(account, made.getFirst())).isTrue();
        assertThat(NODE.bean(Proofs.class).held(account).stream()
                        .filter(held -> held.kind() == Proofs.Kind.RECOVERY_CODE))
                .hasSize(1);
    }

    @Test
    @Proves({"R-BC-1", "N-20"})
    @Asvs("6.3.7")
    void everyUseIsToldAndAtThreeLeftTheHolderIsToldToMakeNewOnes() {
        Holder holder = Holder.signUp(NODE);
        AccountId account = account(holder);
        List<Secret> made = codes.create(account, CALLER);
        Holder.await("made told", () -> told(holder, "made") == 1);
        for (int i = 0; i < 6; i++) {
            use(account, made.get(i));
        }
        Holder.await("six told", () -> told(holder, "used") == 6);
        assertThat(told(holder, "few")).isZero();
        use(account, made.get(6));
        Holder.await("few told", () -> told(holder, "few") == 1);
        assertThat(use(account, made.get(6))).isFalse();
        assertThat(told(holder, "used")).isEqualTo(7);
    }

    @Test
    @Proves({"R-BC-1", "N-12"})
    @Defends({"A12", "A67"})
    @Asvs({"6.5.2", "11.4.2"})
    void oneCodeIsHashedOtherwiseInEachSetAndIsWorthNothingInAnothers() {
        AccountId account = account();
        AccountId other = account();
        codes.create(account, CALLER);
        codes.create(other, CALLER);
        var store = NODE.bean(RecoveryCodeStore.class);
        byte[] salt = store.salt(account);
        assertThat(salt).hasSize(CodeHash.SALT_BYTES).isNotEqualTo(store.salt(other));
        codes.create(account, CALLER);
        assertThat(store.salt(account)).isNotEqualTo(salt);
        var hash = NODE.bean(CodeHash.class);
        assertThat(hash.stretched(salt, "7K2QF9XH4TM3P"))
                .isEqualTo(hash.stretched(salt, "7K2QF9XH4TM3P"))
                .isNotEqualTo(hash.stretched(store.salt(other), "7K2QF9XH4TM3P"))
                .isNotEqualTo(hash.stretched(salt, "7K2QF9XH4TM3Q"));
        // Who writes a hash of his own account beside another's codes has gained nothing.
        Secret mine = codes.create(other, CALLER).getFirst();
        NODE.bean(JdbcClient.class)
                .sql("INSERT INTO recovery_code SELECT :victim, code_hash FROM recovery_code WHERE account_id = :thief")
                .param("victim", account.value())
                .param("thief", other.value())
                .update();
        assertThat(use(account, mine)).isFalse();
    }

    /// As another implementation computes it, with the least that ASVS appendix C allows.
    @Test
    @Asvs({"6.5.2", "11.4.2"})
    void theStretchingIsArgon2id() {
        byte[] salt = new byte[CodeHash.SALT_BYTES];
        var other = new Argon2BytesGenerator();
        other.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withMemoryAsKB(7 * 1024)
                .withIterations(5)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] expected = new byte[32];
        other.generateBytes("7K2QF9XH4TM3P".getBytes(StandardCharsets.US_ASCII), expected);
        assertThat(Base64.getUrlDecoder().decode(NODE.bean(CodeHash.class).stretched(salt, "7K2QF9XH4TM3P")))
                .isEqualTo(expected);
    }

    @Test
    @Proves({"R-BC-1", "N-20"})
    @Asvs("6.3.7")
    void aUseIsToldByMailAndByText() {
        Holder holder = Holder.signUp(NODE);
        String number = Phones.newNumber();
        Phones.add(holder, number);
        AccountId account = account(holder);
        List<Secret> made = codes.create(account, CALLER);
        use(account, made.getFirst());
        Holder.await("mail", () -> told(holder, "used") == 1);
        Holder.await(
                "text",
                () -> Holder.mails(holder.browser, number).stream()
                        .anyMatch(m -> m.text().contains("recovery code")));
    }

    @Test
    @Proves({"R-BC-1", "R-CRY-1"})
    @Defends("A67")
    void noCodeCanBeReadInTheDatabase() {
        AccountId account = account();
        List<Secret> made = codes.create(account, CALLER);
        String dump = String.join(
                "\n",
                NODE.bean(JdbcClient.class)
                        .sql("SELECT c::text FROM recovery_code c WHERE account_id = :account")
                        .param("account", account.value())
                        .query(String.class)
                        .list());
        assertThat(dump.lines()).hasSize(10);
        for (Secret code : made) {
            assertThat(dump).doesNotContain(code.reveal()).doesNotContain(CodeText.read(code.reveal()));
        }
        assertThat(made.toString()).doesNotContain(made.getFirst().reveal());
    }

    @Test
    @Proves("R-BC-1")
    void typingOneBackSpendsNothingAndHasFiveTriesAnHour() {
        AccountId account = account();
        List<Secret> made = codes.create(account, CALLER);
        assertThat(codes.confirmKept(account, "ABCDE-FGHJK-MNP")).isFalse();
        assertThat(codes.state(account).confirmedAt()).isNull();
        assertThat(codes.confirmKept(account, made.get(4).reveal())).isTrue();
        assertThat(codes.state(account).confirmedAt()).isNotNull();
        assertThat(codes.state(account).left()).isEqualTo(10);
        for (int i = 0; i < 3; i++) {
            codes.confirmKept(account, "ABCDE-FGHJK-MNP");
        }
        assertThatThrownBy(() -> codes.confirmKept(account, made.get(5).reveal()))
                .isInstanceOf(Refused.class);
        codes.create(account, CALLER);
        assertThat(codes.state(account).confirmedAt()).isNull();
    }
}
