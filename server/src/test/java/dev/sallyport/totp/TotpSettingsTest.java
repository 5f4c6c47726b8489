package dev.sallyport.totp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Oathtool;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import dev.sallyport.totp.Totps.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An operator wants other codes than most apps make.
class TotpSettingsTest {
    private static final Caller CALLER = new Caller("203.0.113.9", "Firefox", null);
    private static final TestNode NODE = TestNode.shared();

    private record App(AccountId account, String key, String algorithm, int digits) {
        String shows(Instant at) {
            return Oathtool.code(key, at, algorithm, digits);
        }
    }

    /// In the middle of a step that nothing was spent of.
    private static Instant nextStep() {
        NODE.clock.advance(Duration.ofSeconds(61 - NODE.clock.instant().getEpochSecond() % 30));
        return NODE.clock.instant();
    }

    private static App bind(TestNode node, AccountId account, String algorithm, int digits) {
        var bindings = node.bean(TotpBindings.class);
        byte[] bound = TotpBindings.boundTo(UUID.randomUUID());
        bindings.begin(account, bound, algorithm);
        var begun = bindings.show(account, bound).orElseThrow();
        assertThat(begun.otpauth().reveal()).contains("&algorithm=" + algorithm + "&digits=" + digits + "&period=30");
        var app = new App(account, begun.keyInGroups().replace(" ", ""), algorithm, digits);
        assertThat(bindings.confirm(account, bound, app.shows(nextStep()), CALLER))
                .isInstanceOf(TotpBindings.Outcome.Bound.class);
        return app;
    }

    private static Check check(TestNode node, App app, Instant at) {
        return node.bean(Totps.class).check(app.account(), app.shows(at), Tokens.random(32), CALLER);
    }

    @ParameterizedTest
    @CsvSource({"SHA256, 6", "SHA256, 8", "SHA512, 8", "SHA1, 8"})
    @Proves({"R-OTP-1", "T-4", "T-6"})
    @Asvs("6.5.5")
    void eachAppKeepsWhatItWasBoundWithWhateverIsSetLater(String algorithm, int digits) {
        var account = new AccountId(UUID.fromString(Holder.signUp(NODE).account()));
        App common = bind(NODE, account, "SHA1", 6);
        try (TestNode set = TestNode.start(
                NODE.clock, Map.of("totp.algorithm", algorithm, "totp.digits", Integer.toString(digits)))) {
            App other = bind(set, account, algorithm, digits);
            for (TestNode node : new TestNode[] {NODE, set}) {
                Instant now = nextStep();
                assertThat(check(node, common, now)).isEqualTo(Check.RIGHT);
                assertThat(check(node, other, now)).isEqualTo(Check.RIGHT);
                assertThat(check(node, other, now)).isEqualTo(Check.REPLAYED);
            }
            // The same key read as most apps read it makes other codes, and they are worth nothing.
            var misread = new App(account, other.key(), "SHA1", 6);
            assertThat(check(set, misread, nextStep())).isEqualTo(Check.WRONG);
            assertThat(set.bean(Totps.class).digits(account)).isEqualTo(digits == 6 ? 6 : 0);
        }
    }

    @Test
    @Proves("T-1")
    @Asvs("6.5.5")
    void theStrictProfileTakesNoCodeOfTheStepBeforeAlsoOfAppsThatWereBoundElsewhere() {
        var account = new AccountId(UUID.fromString(Holder.signUp(NODE).account()));
        App app = bind(NODE, account, "SHA1", 6);
        try (TestNode strict = TestNode.start(NODE.clock, Map.of("profile", "strict"))) {
            Instant now = nextStep();
            assertThat(check(strict, app, now.minusSeconds(30))).isEqualTo(Check.WRONG);
            assertThat(check(strict, app, now)).isEqualTo(Check.RIGHT);
        }
    }
}
