package dev.sallyport.bench;

import dev.sallyport.passkey.AssertionWork;
import dev.sallyport.totp.TotpRule;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
        AssertionWork passkey = AssertionWork.create();
        Pair answer = measure(setting, passkey::check, passkey::signatureAlone);
        return List.of(
                Figure.atMost("an app's code, processor time", code.ours(), "us", CODE_MICROS),
                code.beside("an app's code against its hashes alone", "HMAC-SHA-1, twice"),
                Figure.atMost("a passkey's answer, processor time", answer.ours(), "us", ANSWER_MICROS),
                answer.beside("a passkey's answer against its signature alone", "SHA256withECDSA"));
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

    private record Pair(double[] microsOfOurs, double[] microsOfFloor) {
        double ours() {
            return Series.median(microsOfOurs);
        }

        Figure beside(String what, String floor) {
            return Figure.told(
                    what,
                    ours(),
                    "us",
                    new Figure.Floor(floor, Series.median(microsOfFloor)),
                    Series.medianRatio(microsOfOurs, microsOfFloor));
        }
    }

    private static Pair measure(Setting setting, Runnable ours, Runnable floor) {
        // Four contenders share the scenario's time.
        Duration time = setting.smoke() ? Duration.ofMillis(50) : setting.turn().dividedBy(4);
        var pair = new Pair(new double[setting.rounds()], new double[setting.rounds()]);
        for (int round = -1; round < setting.rounds(); round++) {
            double first = micros(ours, time);
            double second = micros(floor, time);
            // The turn before the first is for warming up.
            if (round >= 0) {
                pair.microsOfOurs[round] = first;
                pair.microsOfFloor[round] = second;
            }
        }
        return pair;
    }

    /// Processor time of this thread for each.
    private static double micros(Runnable work, Duration time) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = System.nanoTime() + time.toNanos();
        long before = threads.getCurrentThreadCpuTime();
        long count = 0;
        while (count == 0 || System.nanoTime() < end) {
            work.run();
            count++;
        }
        return (threads.getCurrentThreadCpuTime() - before) / 1e3 / count;
    }
}
