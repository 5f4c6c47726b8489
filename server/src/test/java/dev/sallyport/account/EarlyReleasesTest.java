package dev.sallyport.account;

import static dev.sallyport.harness.AppHolder.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Prover;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The master key, and the only two ways in which a lock ends before its time.
class EarlyReleasesTest {
    private static final String KEY = "/api/master-key";
    private static final String OPENING = "/api/locks/settings/opening";
    private static final String RELEASE = "/api/locks/withdrawals/release";

    private final TestNode node = TestNode.shared();
    private final Locks locks = node.bean(Locks.class);
    private final MasterKeys keys = node.bean(MasterKeys.class);
    private final AppHolder owner = AppHolder.signUp(node);

    private HttpResponse<String> send(String path, String masterKey) {
        return owner.browser.json("POST", path, "{\"masterKey\":\"" + masterKey + "\"}");
    }

    private String make() {
        return Holder.json(expect(201, owner.browser.json("POST", KEY, "{}")))
                .get("masterKey")
                .asString();
    }

    private void lockSettings() {
        expect(204, owner.browser.json("PUT", "/api/locks/settings", "{\"days\":7}"));
    }

    private void lockWithdrawals(boolean early) {
        expect(204, owner.browser.json("PUT", "/api/locks/withdrawals", "{\"days\":2,\"early\":" + early + "}"));
    }

    /// Both strong proofs at once where both are asked for, and the passkey alone elsewhere.
    private void provesByBoth(SoftAuthenticator soft) {
        owner.browser.prover = (browser, stepUp) -> {
            String code = owner.code();
            var waiting = Holder.json(browser, "/api/step-up/" + stepUp);
            String passkey = soft.get(waiting.get("passkeyOptions").asString());
            return waiting.get("ways").toString().contains("otp")
                    ? Map.of("passkey", passkey, "code", code)
                    : Map.of("passkey", passkey);
        };
    }

    private boolean isLocked() {
        return locks.settings(owner.account).isPresent();
    }

    private boolean isShut() {
        return locks.withdrawals(owner.account).isPresent();
    }

    @Test
    @Proves("R-LOCK-1")
    void theKeyBesideAProofOpensTheSettingsAtOnceHoweverItIsTyped() {
        String key = make();
        assertThat(key).matches("([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}");
        lockSettings();
        HttpResponse<String> unproven =
                owner.browser.jsonUnproven("POST", OPENING, "{\"masterKey\":\"" + key + "\"}", null);
        assertThat(TestBrowser.stepUp(unproven)).as("a proof is asked for").isPresent();
        assertThat(isLocked()).isTrue();
        String typed = " "
                + key.toLowerCase(Locale.ROOT)
                        .replace("-", " ")
                        .replace('0', 'o')
                        .replace('1', 'l');
        expect(204, send(OPENING, typed));
        assertThat(isLocked()).isFalse();
        expect(409, send(OPENING, key));
        assertThat(owner.facts("lock.settings-opened")).isEqualTo(1);
        Holder.await(
                "news of it",
                () -> owner.holder.mails().stream()
                        .anyMatch(mail -> mail.subject().equals("Your settings were opened with the master key")));
    }

    @Test
    @Proves("R-LOCK-1")
    @Defends("A58")
    void nothingElseOpensThem() {
        lockSettings();
        for (String typed : List.of("", "00000-00000-00000-00000-00000-00000")) {
            expect(422, send(OPENING, typed));
        }
        assertThat(isLocked()).as("without any key nothing opens early").isTrue();
        AppHolder other = AppHolder.signUp(node);
        String others = Holder.json(expect(201, other.browser.json("POST", KEY, "{}")))
                .get("masterKey")
                .asString();
        expect(422, send(OPENING, others));
        assertThat(isLocked()).isTrue();
        assertThat(owner.facts("masterkey.refused")).isEqualTo(3);
        Holder.await(
                "news of it",
                () -> owner.holder.mails().stream()
                        .anyMatch(mail -> mail.subject().equals("Somebody typed a wrong master key")));
    }

    @Test
    @Proves({"R-LOCK-1", "R-CRY-1"})
    @Defends("A67")
    void itIsShownOnceAndKeptAsAHash() {
        String key = make();
        String plain = key.replace("-", "");
        String row = node.bean(JdbcClient.class)
                .sql("SELECT encode(key_hash, 'escape') || m::text FROM master_key m WHERE account_id = :account")
                .param("account", owner.account.value())
                .query(String.class)
                .single();
        assertThat(row).doesNotContain(plain).doesNotContain(key);
        assertThat(owner.browser.get("/account/locks").body()).doesNotContain(key);
        assertThat(owner.browser.get("/api/locks").body())
                .contains("masterKeyMadeAt")
                .doesNotContain(key);
    }

    @Test
    @Proves("R-LOCK-1")
    void anotherTakesItsPlaceOnlyForTheOldOne() {
        String old = make();
        expect(422, owner.browser.json("POST", KEY, "{}"));
        expect(422, send(KEY, "00000-00000-00000-00000-00000-00000"));
        String fresh = Holder.json(expect(201, send(KEY, old))).get("masterKey").asString();
        assertThat(fresh).isNotEqualTo(old);
        lockSettings();
        expect(422, send(OPENING, old));
        expect(423, owner.browser.json("POST", KEY, "{}"));
        expect(423, send(KEY + "/removal", fresh));
        expect(204, send(OPENING, fresh));
        expect(200, send(KEY + "/removal", fresh));
        assertThat(keys.find(owner.account)).isEmpty();
    }

    @Test
    @Proves("R-LOCK-1")
    void withoutItItGoesAfterSevenDaysUnlessOneClickKeepsIt() {
        String key = make();
        expect(200, owner.browser.json("POST", KEY + "/removal", "{}"));
        Instant end = keys.find(owner.account).orElseThrow().endsAt();
        expect(409, owner.browser.json("POST", KEY + "/removal", "{}"));
        assertThat(keys.find(owner.account).orElseThrow().endsAt())
                .as("asking again makes nothing shorter")
                .isEqualTo(end);
        expect(204, owner.browser.jsonUnproven("DELETE", KEY + "/removal", null, null));
        assertThat(keys.find(owner.account).orElseThrow().endsAt()).isNull();
        expect(200, owner.browser.json("POST", KEY + "/removal", "{}"));
        lockSettings();
        expect(422, send(OPENING, "00000-00000-00000-00000-00000-00000"));
        Instant last =
                Objects.requireNonNull(keys.find(owner.account).orElseThrow().endsAt());
        MasterKeyStore store = node.bean(MasterKeyStore.class);
        assertThat(store.is(
                        owner.account,
                        MasterKey.hash(owner.account, new dev.sallyport.base.who.Secret(key)),
                        last.minusMillis(1)))
                .isTrue();
        assertThat(store.find(owner.account, last)).isEmpty();
        node.clock.advance(MasterKey.WAIT);
        assertThat(keys.find(owner.account)).isEmpty();
    }

    @Test
    @Proves("R-LOCK-2")
    @Defends("A58")
    void aWithdrawalLockIsIrrevocableUnlessItWasWantedOtherwise() {
        provesByBoth(owner.passkey());
        expect(204, owner.browser.json("PUT", "/api/locks/withdrawals", "{\"days\":2}"));
        expect(409, send(RELEASE, ""));
        assertThat(isShut()).isTrue();
        // Wanted when it is there already: too late.
        lockWithdrawals(true);
        expect(409, send(RELEASE, ""));
        assertThat(isShut()).isTrue();
    }

    @Test
    @Proves("R-LOCK-2")
    void whoeverWantedItEndsItWithBothStrongProofsAndWithNoOne() {
        lockWithdrawals(true);
        assertThat(owner.browser.jsonUnproven("POST", RELEASE, "{}", null).body())
                .as("an app alone never does")
                .contains("missing-proof");
        SoftAuthenticator soft = owner.passkey();
        owner.browser.prover = Prover.passkey(soft);
        expect(422, send(RELEASE, ""));
        owner.browser.prover = Prover.code(owner::code);
        expect(422, send(RELEASE, ""));
        assertThat(isShut()).isTrue();
        provesByBoth(soft);
        expect(204, send(RELEASE, ""));
        assertThat(isShut()).isFalse();
        assertThat(owner.facts("lock.withdrawals-ended")).isEqualTo(1);
        // The next one is as strict as it is locked.
        lockWithdrawals(false);
        expect(409, send(RELEASE, ""));
    }

    @Test
    @Proves({"R-LOCK-1", "R-LOCK-2"})
    void whereThereIsAMasterKeyItIsNeededToo() {
        String key = make();
        provesByBoth(owner.passkey());
        lockWithdrawals(true);
        expect(422, send(RELEASE, ""));
        assertThat(isShut()).isTrue();
        lockSettings();
        expect(423, send(RELEASE, key));
        expect(204, send(OPENING, key));
        expect(204, send(RELEASE, key));
        assertThat(isShut()).isFalse();
    }

    @Test
    @Proves("R-LOCK-2")
    void aLongerLockKeepsWhatIsStricter() {
        LockStore store = node.bean(LockStore.class);
        Instant now = node.bean(DatabaseClock.class).now();
        store.lockWithdrawals(owner.account, now, now.plus(Duration.ofDays(2)), true);
        assertThat(locks.mayEndEarly(owner.account)).isTrue();
        store.lockWithdrawals(owner.account, now, now.plus(Duration.ofDays(1)), false);
        assertThat(locks.mayEndEarly(owner.account)).isFalse();
        store.lockWithdrawals(owner.account, now, now.plus(Duration.ofDays(7)), true);
        assertThat(locks.mayEndEarly(owner.account)).isFalse();
    }

    @Test
    @Proves({"R-LOCK-1", "R-LOCK-2"})
    void ofFiftyThatOpenAtOnceOneDoes() {
        LockStore store = node.bean(LockStore.class);
        Instant now = node.bean(DatabaseClock.class).now();
        store.lockSettings(owner.account, 3, now);
        store.lockWithdrawals(owner.account, now, now.plus(Duration.ofDays(2)), true);
        assertThat(Race.of(50, i -> () -> store.openSettings(owner.account, now.plusSeconds(1))).stream()
                        .filter(done -> done))
                .hasSize(1);
        assertThat(Race.of(50, i -> () -> store.endWithdrawals(owner.account, now.plusSeconds(1))).stream()
                        .filter(done -> done))
                .hasSize(1);
    }

    @Test
    @Proves("R-LOCK-1")
    void thePageMakesOneOpensWithItAndNeverShowsItAgain() {
        HttpResponse<String> made = owner.browser.post("/account/master-key", Map.of());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        String key = made.body().replaceAll("(?s).*id=\"master-key\">([^<]+)<.*", "$1");
        assertThat(key).hasSize(35);
        lockSettings();
        assertThat(owner.browser.get("/account/locks").body())
                .contains("/account/locks/settings/opening")
                .doesNotContain(key);
        assertThat(owner.browser
                        .post("/account/locks/settings/opening", Map.of("masterKey", "no"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(isLocked()).isTrue();
        owner.browser.post("/account/locks/settings/opening", Map.of("masterKey", key));
        assertThat(isLocked()).isFalse();
        owner.browser.post("/account/locks/withdrawals", Map.of("days", "2", "early", "yes"));
        assertThat(locks.mayEndEarly(owner.account)).isTrue();
        assertThat(owner.browser.get("/account/locks").body()).contains("/account/locks/withdrawals/release");
    }
}
