package dev.sallyport.bench;

import dev.sallyport.base.crypto.Signing;
import dev.sallyport.passkey.AssertionWork;
import dev.sallyport.totp.TotpRule;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What the second proofs cost the processor once they are here: an app's code, and a passkey's answer. Without the
/// database, which does the same for both. The floors are the cryptography alone, as Java has it: what stands above
/// them is reading and judging.
final class ProofsScenario implements Scenario {
    private static final double CODE_MICROS = 50;
    private static final double ANSWER_MICROS = 500;
    /// So many hashes does one check of a code need: this step and the one before.
    private static final int STEPS = 2;

    @Override
    public String name() {
        return "proofs";
    }

    @Override
    public String summary() {
        return "an app's code and a passkey's answer: processor time of each check";
    }

    @Override
    public List<Figure> run(Setting setting) {
        byte[] key = new byte[20];
        new SecureRandom().nextBytes(key);
        var rule = new TotpRule(TotpRule.Algorithm.SHA1, 6, STEPS - 1);
        Instant now = Instant.now();
        Pair code = measure(setting, () -> rule.step(key, "000000", now), () -> bareHashes(key));
        Signing.choose("auto");
        AssertionWork passkey = AssertionWork.create();
        Pair answer = measure(setting, passkey::check, passkey::signatureAlone);
        return List.of(
                Figure.atMost("an app's code, processor time", code.ours(), "us", CODE_MICROS),
                code.told("an app's code against its hashes alone", "HMAC-SHA-1, twice"),
                Figure.atMost("a passkey's answer, processor time", answer.ours(), "us", ANSWER_MICROS),
                answer.told("a passkey's answer against its signature alone", "SHA256withECDSA, as the JDK has it"));
    }

    private static void bareHashes(byte[] key) {
        try {
            for (int step = 0; step < STEPS; step++) {
                Mac mac = Mac.getInstance("HmacSHA1");
                mac.init(new SecretKeySpec(key, "HmacSHA1"));
                mac.doFinal(new byte[Long.BYTES]);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Pair measure(Setting setting, Runnable ours, Runnable floor) {
        // Four contenders share the scenario's time.
        Duration time = setting.smoke() ? Duration.ofMillis(50) : setting.turn().dividedBy(4);
        return Pair.measure(setting.rounds(), time, ours, floor);
    }
}
