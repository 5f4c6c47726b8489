package dev.sallyport.totp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import dev.sallyport.harness.Oathtool;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import dev.sallyport.totp.TotpRule.Algorithm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TotpRuleTest {
    private static final byte[] KEY = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    /// In the middle of a step.
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_025);

    private static final TotpRule COMMON = new TotpRule(Algorithm.SHA1, 6, 1);
    private static final TotpRule STRICT = new TotpRule(Algorithm.SHA1, 6, 0);

    private static String shown(Instant at) {
        return Oathtool.code(Base32.encode(KEY), at);
    }

    /// RFC 6238 appendix B: the key is the digits 1 to 0, repeated to the length of the hash.
    @ParameterizedTest
    @CsvSource({
        "59, 94287082, 46119246, 90693936",
        "1111111109, 07081804, 68084774, 25091201",
        "1111111111, 14050471, 67062674, 99943326",
        "1234567890, 89005924, 91819424, 93441116",
        "2000000000, 69279037, 90698825, 38618901",
        "20000000000, 65353130, 77737706, 47863826"
    })
    @Proves({"T-6", "T-4"})
    void appendixBOfRfc6238Holds(long seconds, String sha1, String sha256, String sha512) {
        assertThat(right(Algorithm.SHA1, 20, seconds, sha1)).isTrue();
        assertThat(right(Algorithm.SHA256, 32, seconds, sha256)).isTrue();
        assertThat(right(Algorithm.SHA512, 64, seconds, sha512)).isTrue();
        assertThat(right(Algorithm.SHA1, 20, seconds, sha256)).isFalse();
    }

    private static boolean right(Algorithm algorithm, int length, long seconds, String code) {
        byte[] key = "1234567890".repeat(7).substring(0, length).getBytes(StandardCharsets.US_ASCII);
        return new TotpRule(algorithm, 8, 0)
                .step(key, code, Instant.ofEpochSecond(seconds))
                .isPresent();
    }

    /// RFC 4226 appendix D: a step of time is its counter.
    @ParameterizedTest
    @CsvSource({
        "0, 755224", "1, 287082", "2, 359152", "3, 969429", "4, 338314",
        "5, 254676", "6, 287922", "7, 162583", "8, 399871", "9, 520489"
    })
    @Proves("T-6")
    void appendixDOfRfc4226Holds(long counter, String code) {
        assertThat(STRICT.step(KEY, code, Instant.ofEpochSecond(30 * counter))).hasValue(counter);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    @Proves({"T-4", "R-OTP-1"})
    @Asvs("6.5.3")
    void anIndependentProgramShowsTheSameCodesForOurKeysAndNoTwoAreAlike(Algorithm algorithm) {
        for (int digits : new int[] {6, 8}) {
            byte[] key = algorithm.newKey();
            String code = Oathtool.code(Base32.encode(key), NOW, algorithm.name(), digits);
            assertThat(new TotpRule(algorithm, digits, 0).step(key, code, NOW)).hasValue(TotpRule.stepAt(NOW));
        }
        var keys = new HashSet<String>();
        for (int i = 0; i < 200; i++) {
            keys.add(Base32.encode(algorithm.newKey()));
        }
        assertThat(keys).hasSize(200);
    }

    @ParameterizedTest
    @CsvSource({"SHA1, 20", "SHA256, 32", "SHA512, 64"})
    @Proves({"T-4", "R-OTP-1", "N-11"})
    void aKeyIsAsLongAsTheHash(Algorithm algorithm, int bytes) {
        assertThat(algorithm.newKey()).hasSize(bytes);
    }

    @Test
    @Proves({"T-1", "T-3", "R-OTP-1"})
    @Asvs("6.5.5")
    void theCurrentStepAndTheOneBeforeAreTakenAndInTheStrictProfileTheCurrentAlone() {
        long step = TotpRule.stepAt(NOW);
        assertThat(COMMON.step(KEY, shown(NOW), NOW)).hasValue(step);
        assertThat(COMMON.step(KEY, shown(NOW.minusSeconds(30)), NOW)).hasValue(step - 1);
        assertThat(COMMON.step(KEY, shown(NOW.minusSeconds(60)), NOW)).isEmpty();
        assertThat(COMMON.step(KEY, shown(NOW.plusSeconds(30)), NOW)).isEmpty();
        assertThat(STRICT.step(KEY, shown(NOW), NOW)).hasValue(step);
        assertThat(STRICT.step(KEY, shown(NOW.minusSeconds(30)), NOW)).isEmpty();
    }

    @Test
    void blanksAndDashesThatPastingBringsAreTakenOut() {
        for (String between : new String[] {" ", "-", "\u00a0", "\u2011", "\t"}) {
            assertThat(Totps.clean(" 123" + between + "456\n")).isEqualTo("123456");
        }
        for (String no : new String[] {"", "1234567", "12345", "abcdef"}) {
            assertThat(COMMON.step(KEY, no, NOW)).isEmpty();
        }
    }

    @Test
    void theQrCodeReadsAsWhatWasWritten() throws Exception {
        String text = "otpauth://totp/ExampleX:k%E2%80%A6%40mail.examplex.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=ExampleX&algorithm=SHA1&digits=6&period=30";
        assertThat(read(QrCode.svg(text))).isEqualTo(text);
    }

    private static String read(String svg) throws Exception {
        int[][] dark = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z")
                .matcher(svg)
                .results()
                .map(m -> new int[] {Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))})
                .toArray(int[][]::new);
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (int[] at : dark) {
            first = Math.min(first, Math.min(at[0], at[1]));
            last = Math.max(last, Math.max(at[0], at[1]));
        }
        var bits = new BitMatrix(last - first + 1);
        for (int[] at : dark) {
            bits.set(at[0] - first, at[1] - first);
        }
        return new Decoder().decode(bits).getText();
    }
}
