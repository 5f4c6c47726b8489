package dev.sallyport.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs;
import dev.sallyport.account.Proofs.Removal;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Oathtool;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.totp.TotpBindings.Outcome;
import dev.sallyport.totp.Totps.Check;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Two nodes on one database.
class TotpsTest {
    private static final String REPLAYED = "notices.totp.replayed.subject";
    private static final Caller CALLER = new Caller("203.0.113.9", "Firefox", null);
    private static final TestNode NODE = TestNode.shared();

    @SuppressWarnings("NullAway.Init")
    private static TestNode other;

    private final Totps totps = NODE.bean(Totps.class);
    private final TotpBindings bindings = NODE.bean(TotpBindings.class);

    @BeforeAll
    static void start() {
        other = TestNode.start(new TestClock(), Map.of());
    }

    @AfterAll
    static void stop() {
        other.close();
    }

    private static TestNode node(int i) {
        return i % 2 == 0 ? NODE : other;
    }

    private static AccountId account() {
        return account(Holder.signUp(NODE));
    }

    private static AccountId account(Holder holder) {
        return new AccountId(UUID.fromString(holder.account()));
    }

    private static byte[] session() {
        return TotpBindings.boundTo(UUID.randomUUID());
    }

    private String begin(AccountId account, byte[] bound, String name) {
        bindings.begin(account, bound, name);
        return bindings.show(account, bound).orElseThrow().keyInGroups().replace(" ", "");
    }

    /// Moves on to the beginning of the next step but one: neither it nor the one before was spent, and no step ends
    /// while a test looks at it.
    private static Instant nextStep() {
        NODE.clock.advance(Duration.ofSeconds(61 - NODE.clock.instant().getEpochSecond() % 30));
        return NODE.clock.instant();
    }

    private record App(AccountId account, UUID id, String key, boolean first) {
        String shows(Instant at) {
            return Oathtool.code(key, at);
        }

        Check check(String code) {
            return NODE.bean(Totps.class).check(account, code, Tokens.random(32), CALLER);
        }
    }

    private App bind(AccountId account, String name) {
        byte[] bound = session();
        String key = begin(account, bound, name);
        var done = (Outcome.Bound) bindings.confirm(account, bound, Oathtool.code(key, nextStep()), CALLER);
        return new App(account, done.id(), key, done.first());
    }

    private static String subject(String key) {
        return NODE.bean(dev.sallyport.base.text.Texts.class).get(dev.sallyport.base.text.Language.ENGLISH, key);
    }

    @Test
    @Proves({"T-1", "R-OTP-1"})
    void theCodeOfNowAndTheOneBeforeAreTaken() {
        App app = bind(account(), "Phone");
        Instant now = nextStep();
        assertThat(app.check(app.shows(now.minusSeconds(60)))).isEqualTo(Check.WRONG);
        assertThat(app.check(app.shows(now.plusSeconds(30)))).isEqualTo(Check.WRONG);
        assertThat(app.check(app.shows(now.minusSeconds(30)))).isEqualTo(Check.RIGHT);
        assertThat(app.check(app.shows(now))).isEqualTo(Check.RIGHT);
    }

    @Test
    @Proves({"R-OTP-1", "T-2"})
    @Defends("A9")
    @Asvs("6.5.1")
    void theStepThatBoundItIsSpent() {
        AccountId account = account();
        byte[] bound = session();
        String code = Oathtool.code(begin(account, bound, ""), nextStep());
        assertThat(bindings.confirm(account, bound, code, CALLER)).isInstanceOf(Outcome.Bound.class);
        assertThat(totps.check(account, code, Tokens.random(32), CALLER)).isEqualTo(Check.REPLAYED);
    }

    @Test
    @Proves({"R-OTP-2", "T-2", "N-11"})
    @Defends({"A9", "A19"})
    @Asvs("6.5.1")
    void aSecondUseIsRefusedAndTheOwnerToldOnceForEachStep() {
        Holder holder = Holder.signUp(NODE);
        App app = bind(account(holder), "Phone");
        for (int round = 1; round <= 2; round++) {
            Instant now = nextStep();
            String before = app.shows(now.minusSeconds(30));
            String code = app.shows(now);
            assertThat(app.check(code)).isEqualTo(Check.RIGHT);
            for (int i = 0; i < 3; i++) {
                assertThat(app.check(code)).isEqualTo(Check.REPLAYED);
            }
            // One that nobody used, but that came after a later one, is as spent.
            assertThat(app.check(before)).isEqualTo(Check.REPLAYED);
            int alarms = round;
            Holder.await(
                    "alarm " + round, () -> Holder.count(holder.browser, holder.address, subject(REPLAYED)) >= alarms);
            assertThat(Holder.count(holder.browser, holder.address, subject(REPLAYED)))
                    .isEqualTo(round);
        }
    }

    @Test
    @Proves("T-2")
    @Defends("A54")
    void aClockThatGoesBackOpensNoStep() {
        App app = bind(account(), "Phone");
        Instant now = nextStep();
        assertThat(app.check(app.shows(now))).isEqualTo(Check.RIGHT);
        for (int back : new int[] {0, 30, 90, 3600}) {
            Instant then = now.minusSeconds(back);
            var there = new Totps(
                    NODE.bean(TotpStore.class),
                    NODE.bean(Proofs.class),
                    NODE.bean(TotpNews.class),
                    NODE.bean(Vault.class),
                    NODE.bean(Tx.class),
                    Clock.fixed(then, ZoneOffset.UTC),
                    NODE.bean(TotpRule.class));
            assertThat(there.check(app.account(), app.shows(then), Tokens.random(32), CALLER))
                    .as(back + " s back")
                    .isEqualTo(Check.REPLAYED);
        }
    }

    @Test
    @Proves({"R-OTP-1", "R-OTP-2"})
    @Defends("A10")
    @Asvs({"6.5.1", "15.4.2"})
    void ofAHundredSubmitsOfOneCodeOnTwoNodesExactlyOneIsRight() {
        Holder holder = Holder.signUp(NODE);
        App app = bind(account(holder), "Phone");
        NODE.asSuperuser(COUNTED);
        for (int round = 0; round < 3; round++) {
            String code = app.shows(nextStep());
            var checks = Race.of(
                    100, i -> () -> node(i).bean(Totps.class).check(app.account(), code, Tokens.random(32), CALLER));
            assertThat(checks).containsOnlyOnce(Check.RIGHT).doesNotContain(Check.WRONG);
        }
        assertThat(spent(app)).as("as PostgreSQL counts them").isEqualTo(3);
        Holder.await("the alarms", () -> Holder.count(holder.browser, holder.address, subject(REPLAYED)) >= 3);
        assertThat(Holder.count(holder.browser, holder.address, subject(REPLAYED)))
                .isEqualTo(3);
    }

    /// The database itself writes down each step that was spent, whatever the nodes believe.
    private static final String COUNTED = """
            DROP TABLE IF EXISTS test_spent CASCADE;
            CREATE TABLE test_spent (totp_id uuid, step bigint);
            GRANT SELECT ON test_spent TO PUBLIC;
            CREATE OR REPLACE FUNCTION test_spent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN INSERT INTO public.test_spent VALUES (new.totp_id, new.last_step); RETURN NULL; END $$;
            CREATE OR REPLACE TRIGGER test_spent AFTER UPDATE OF last_step ON totp
            FOR EACH ROW EXECUTE FUNCTION test_spent();
            """;

    private static int spent(App app) {
        int spent = NODE.bean(JdbcClient.class)
                .sql("SELECT count(*) FROM test_spent WHERE totp_id = :id")
                .param("id", app.id())
                .query(Integer.class)
                .single();
        NODE.asSuperuser("DROP TRIGGER test_spent ON totp; DROP FUNCTION test_spent(); DROP TABLE test_spent");
        return spent;
    }

    @Test
    @Asvs("15.4.2")
    void ofManyFirstCodesAtOnceOneBindsAndParallelGuessesAllCount() {
        AccountId account = account();
        byte[] bound = session();
        String code = Oathtool.code(begin(account, bound, "Phone"), nextStep());
        // Each submit takes one of five checks, so that at most five look at the code at all.
        var done = Race.of(50, i -> () -> node(i).bean(TotpBindings.class).confirm(account, bound, code, CALLER));
        assertThat(done.stream().filter(Outcome.Bound.class::isInstance)).hasSize(1);
        assertThat(totps.list(account)).hasSize(1);

        begin(account, bound, "Tablet");
        var guesses =
                Race.of(50, i -> () -> node(i).bean(TotpBindings.class).confirm(account, bound, "no code", CALLER));
        assertThat(guesses.stream().filter(Outcome.Wrong.class::isInstance)).hasSize(4);
    }

    @Test
    @Asvs("15.4.2")
    void ofTwoThatAreRemovedAtOnceOneStays() {
        for (int round = 0; round < 5; round++) {
            AccountId account = account();
            var apps = new App[] {bind(account, "Phone"), bind(account, "Tablet")};
            assertThat(apps[0].first()).isTrue();
            assertThat(apps[1].first()).isFalse();
            var removals = Race.of(2, i -> () -> node(i).bean(Totps.class).remove(account, apps[i].id(), CALLER));
            assertThat(removals).containsExactlyInAnyOrder(Removal.DONE, Removal.LAST);
            assertThat(totps.list(account)).hasSize(1);
            assertThat(NODE.bean(Proofs.class).kinds(account)).anyMatch(ProofPolicy::isStrong);
        }
    }

    @Test
    @Asvs("8.2.2")
    void aProofOfAnotherKindOrOfAnotherAccountIsNotTakenAwayHere() {
        AccountId account = account();
        App phone = bind(account, "Phone");
        bind(account, "Tablet");
        UUID password = NODE.bean(Proofs.class).held(account).stream()
                .filter(held -> held.kind() == Proofs.Kind.PASSWORD)
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(totps.remove(account, password, CALLER)).isEqualTo(Removal.UNKNOWN);
        assertThat(NODE.bean(Proofs.class).kinds(account)).contains(Proofs.Kind.PASSWORD);
        assertThat(totps.remove(account(), phone.id(), CALLER)).isEqualTo(Removal.UNKNOWN);
    }

    @Test
    @Asvs({"6.3.7", "6.5.6"})
    void whatIsRemovedIsToldAndItsCodesAreWorthNothing() {
        Holder holder = Holder.signUp(NODE);
        AccountId account = account(holder);
        App phone = bind(account, "Phone");
        bind(account, "Tablet");
        assertThat(totps.remove(account, phone.id(), CALLER)).isEqualTo(Removal.DONE);
        for (String kind : new String[] {"added", "removed"}) {
            Holder.await(
                    kind + " told",
                    () -> Holder.count(holder.browser, holder.address, subject("notices.totp." + kind + ".subject"))
                            == (kind.equals("added") ? 2 : 1));
        }
        assertThat(phone.check(phone.shows(nextStep()))).isEqualTo(Check.WRONG);
    }

    @Test
    void aBindingTakesFiveCodesLivesFifteenMinutesAndIsItsSessionsAlone() {
        AccountId account = account();
        byte[] bound = session();
        String key = begin(account, bound, "Phone");
        assertThat(bindings.confirm(account, session(), Oathtool.code(key, nextStep()), CALLER))
                .isEqualTo(new Outcome.Over());
        for (int i = 0; i < 4; i++) {
            assertThat(bindings.confirm(account, bound, "no code", CALLER)).isEqualTo(new Outcome.Wrong());
        }
        assertThat(bindings.confirm(account, bound, "no code", CALLER)).isEqualTo(new Outcome.Over());
        assertThat(bindings.confirm(account, bound, Oathtool.code(key, nextStep()), CALLER))
                .isEqualTo(new Outcome.Over());

        String old = begin(account, bound, "Phone");
        String late = begin(account, bound, "Phone");
        assertThat(bindings.confirm(account, bound, Oathtool.code(old, nextStep()), CALLER))
                .isEqualTo(new Outcome.Wrong());
        NODE.clock.advance(Duration.ofMinutes(15));
        assertThat(bindings.pending(account, bound)).isEmpty();
        assertThat(bindings.confirm(account, bound, Oathtool.code(late, nextStep()), CALLER))
                .isEqualTo(new Outcome.Over());
        assertThat(totps.list(account)).isEmpty();
    }

    @Test
    void anAccountHasAtMostTenAlsoWhenOneWasBegunBefore() {
        AccountId account = account();
        byte[] before = session();
        String key = begin(account, before, "One too many");
        for (int i = 0; i < Totp.MOST; i++) {
            bind(account, "");
        }
        assertThatThrownBy(() -> bindings.begin(account, session(), "Phone")).isInstanceOf(Refused.class);
        // It was begun before others were bound, and is none any more.
        assertThat(bindings.confirm(account, before, Oathtool.code(key, nextStep()), CALLER))
                .isEqualTo(new Outcome.Over());
        assertThat(totps.list(account)).hasSize(Totp.MOST);
        assertThat(NODE.bean(Proofs.class).held(account).stream().filter(h -> h.kind() == Proofs.Kind.TOTP))
                .hasSize(Totp.MOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01234567890123456789012345678901234567890", "two\nlines", "\u202Egnorw", "a\u0000b"})
    void aNameIsShortAndHarmlessWhoeverGivesIt(String name) {
        AccountId account = account();
        assertThatThrownBy(() -> bindings.begin(account, session(), name)).isInstanceOf(Refused.class);
        App app = bind(account, "Phone");
        assertThatThrownBy(() -> totps.rename(account, app.id(), name, CALLER)).isInstanceOf(Refused.class);
        assertThat(totps.rename(account, app.id(), " Büro 📱 ", CALLER)).isTrue();
        assertThat(totps.list(account)).extracting(Totp::name).containsExactly("Büro 📱");
    }

    @Test
    @Proves({"R-OTP-3", "R-CRY-1"})
    @Defends("A67")
    void aKeyStandsNowhereInTheDatabaseAndInNoText() {
        AccountId account = account();
        App app = bind(account, "Canaryphone");
        byte[] bound = session();
        String pending = begin(account, bound, "Canarytablet");
        // What does stand there is found, so that nothing found means something.
        assertThat(rowsWith(app.id().toString())).isPositive();
        for (String secret : new String[] {app.key(), pending, "Canary"}) {
            assertThat(rowsWith(secret)).isZero();
            assertThat(rowsWith(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8))))
                    .isZero();
        }
        byte[] other = session();
        bindings.begin(account, other, "Tablet");
        assertThat(bindings.show(account, other).orElseThrow().toString())
                .doesNotContain("otpauth")
                .doesNotContain("svg")
                .doesNotContain("secret=");
    }

    /// In all tables, as a dump would write them.
    private static long rowsWith(String secret) {
        var jdbc = NODE.bean(JdbcClient.class);
        return jdbc
                .sql(
                        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                                + " AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'SELECT')")
                .query(String.class)
                .list()
                .stream()
                .mapToLong(table -> jdbc.sql("SELECT count(*) FROM \"" + table + "\" t WHERE t::text LIKE :like")
                        .param("like", "%" + secret + "%")
                        .query(Long.class)
                        .single())
                .sum();
    }
}
