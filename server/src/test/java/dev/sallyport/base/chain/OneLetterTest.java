package dev.sallyport.base.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.Proves;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/// One changed letter, wherever and into whatever: no network that has a checksum takes it. For bech32 and IBAN that is
/// certain; for base58check it fails once in four thousand millions; for EIP-55 less than once in a hundred, since
/// digits carry nothing.
@Proves("R-WL-1")
class OneLetterTest {
    private static final Chains CHAINS = switch (Chains.read(ChainBeans.ours())) {
        case Chains.Read.Good good -> good.chains();
        case Chains.Read.Bad bad -> throw new AssertionError(bad.mistakes().toString());
    };
    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};

    private static Scheme scheme(String network) {
        return CHAINS.network(network).scheme();
    }

    /// Another letter of the alphabet in its place; null where it is the same one.
    private static @Nullable String changed(String text, int at, char into) {
        if (Character.toLowerCase(text.charAt(at)) == Character.toLowerCase(into)) {
            return null;
        }
        return text.substring(0, at) + into + text.substring(at + 1);
    }

    /// A segregated witness address as BIP-173 and BIP-350 build it, by another hand than the one that reads it.
    private static String witness(int version, byte[] program) {
        var bits = new StringBuilder(new BigInteger(1, program).toString(2));
        while (bits.length() < program.length * 8) {
            bits.insert(0, '0');
        }
        while (bits.length() % 5 != 0) {
            bits.append('0');
        }
        int[] data = new int[1 + bits.length() / 5 + 6];
        data[0] = version;
        for (int i = 0; i < bits.length() / 5; i++) {
            data[1 + i] = Integer.parseInt(bits.substring(i * 5, i * 5 + 5), 2);
        }
        int sum = 1;
        for (int value : new int[] {3, 3, 0, 2, 3}) {
            sum = step(sum, value);
        }
        for (int value : data) {
            sum = step(sum, value);
        }
        sum ^= version == 0 ? 1 : 0x2bc830a3;
        for (int i = 0; i < 6; i++) {
            data[data.length - 6 + i] = (sum >> (5 * (5 - i))) & 31;
        }
        var text = new StringBuilder("bc1");
        Arrays.stream(data).forEach(value -> text.append(BECH32.charAt(value)));
        return text.toString();
    }

    private static int step(int sum, int value) {
        int top = sum >>> 25;
        int next = ((sum & 0x1ffffff) << 5) ^ value;
        for (int i = 0; i < 5; i++) {
            next ^= (top >> i & 1) == 1 ? GENERATOR[i] : 0;
        }
        return next;
    }

    @Property
    void bech32NeverTakesIt(
            @ForAll @IntRange(max = 16) int version,
            @ForAll @Size(32) byte[] program,
            @ForAll @IntRange(max = 1_000) int place,
            @ForAll @IntRange(max = 31) int letter) {
        String right = witness(version, program);
        assertThat(scheme("bitcoin").canonical(right)).contains(right);
        int at = 3 + place % (right.length() - 3);
        String wrong = changed(right, at, BECH32.charAt(letter));
        if (wrong == null) {
            return;
        }
        assertThat(scheme("bitcoin").canonical(wrong)).as(wrong).isEmpty();
        // Where it is named, it is the right place; the first one says the version, which has two checksums.
        OptionalInt named = scheme("bitcoin").wrongAt(wrong);
        if (at > 3 && named.isPresent()) {
            assertThat(named.getAsInt()).as(wrong).isEqualTo(at);
        }
    }

    private static String base58(String alphabet, byte[] payload) {
        byte[] all = Arrays.copyOf(payload, payload.length + 4);
        System.arraycopy(sha256(sha256(payload)), 0, all, payload.length, 4);
        var text = new StringBuilder();
        BigInteger left = new BigInteger(1, all);
        while (left.signum() > 0) {
            BigInteger[] parts = left.divideAndRemainder(BigInteger.valueOf(58));
            text.append(alphabet.charAt(parts[1].intValue()));
            left = parts[0];
        }
        for (int i = 0; i < all.length && all[i] == 0; i++) {
            text.append(alphabet.charAt(0));
        }
        return text.reverse().toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Property
    void base58checkDoesNotTakeIt(
            @ForAll @Size(20) byte[] key,
            @ForAll @IntRange(max = 1_000) int place,
            @ForAll @IntRange(max = 57) int letter) {
        byte[] payload = new byte[21];
        System.arraycopy(key, 0, payload, 1, 20);
        for (var one : new Object[][] {{"bitcoin", Base58.BITCOIN}, {"xrp", Base58.XRP}}) {
            Scheme scheme = scheme((String) one[0]);
            String alphabet = ((Base58) one[1]).alphabet();
            String right = base58(alphabet, payload);
            assertThat(scheme.canonical(right)).contains(right);
            int at = place % right.length();
            char into = alphabet.charAt(letter);
            if (right.charAt(at) != into) {
                String wrong = right.substring(0, at) + into + right.substring(at + 1);
                assertThat(scheme.canonical(wrong)).as(wrong).isEmpty();
            }
        }
    }

    @Property(tries = 20)
    void eip55TakesItHardlyEver(@ForAll @Size(20) byte[] key, @ForAll @IntRange(max = 14) int more) {
        String lower = "0x" + String.format("%040x", new BigInteger(1, key));
        String right = scheme("ethereum").canonical(lower).orElseThrow();
        boolean carriesNothing = right.equals(lower)
                || right.substring(2).equals(right.substring(2).toUpperCase(java.util.Locale.ROOT));
        if (carriesNothing) {
            return;
        }
        int taken = 0;
        for (int at = 2; at < right.length(); at++) {
            char into = Character.forDigit((Character.digit(right.charAt(at), 16) + 1 + more) % 16, 16);
            String wrong = right.substring(0, at) + into + right.substring(at + 1);
            taken += scheme("ethereum").canonical(wrong).isPresent() && !wrong.equalsIgnoreCase(right) ? 1 : 0;
        }
        assertThat(taken).as(right).isLessThanOrEqualTo(8);
    }

    @Property
    void ibanNeverTakesIt(
            @ForAll @IntRange(max = 999_999_999) int number,
            @ForAll @IntRange(max = 17) int place,
            @ForAll @IntRange(min = 1, max = 9) int more) {
        String body = String.format("37040044%010d", number);
        int check =
                98 - new BigInteger(body + "131400").mod(BigInteger.valueOf(97)).intValue();
        String right = String.format("DE%02d%s", check, body);
        assertThat(scheme("sepa").canonical(right)).contains(right);
        int at = 4 + place;
        char into = (char) ('0' + (right.charAt(at) - '0' + more) % 10);
        String wrong = right.substring(0, at) + into + right.substring(at + 1);
        assertThat(scheme("sepa").canonical(wrong)).as(wrong).isEmpty();
    }
}
