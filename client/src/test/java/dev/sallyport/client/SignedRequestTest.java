package dev.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.client.Json.Malformed;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// What is decided quickly is decided as by the long way.
@Proves({"R-API-2", "R-API-4"})
@Defends({"A38", "A39"})
class SignedRequestTest {
    @Test
    void noPathIsPlainThatIsNotClear() {
        var random = new Random(7);
        String signs = "//..aZ09_-~%2FEe;?\u00e4 \\";
        int plain = 0;
        for (int i = 0; i < 200_000; i++) {
            var path = new StringBuilder(random.nextInt(4) == 0 ? "" : "/");
            for (int length = random.nextInt(8); length > 0; length--) {
                path.append(signs.charAt(random.nextInt(random.nextBoolean() ? 10 : signs.length())));
            }
            if (SignedRequest.isPlain(path.toString())) {
                plain++;
                assertThat(SignedRequest.isClear(path.toString()))
                        .as(path.toString())
                        .isTrue();
            }
        }
        assertThat(plain).isGreaterThan(1_000);
        assertThat(SignedRequest.isPlain("/v1/orders.json")).isTrue();
    }

    @Test
    void addressesAreReadAsTheyAreAndInNoOtherForm() throws Malformed {
        assertThat(Range.address("203.0.113.7")).containsExactly(203, 0, 113, 7);
        assertThat(Range.address("0.0.0.0")).containsExactly(0, 0, 0, 0);
        assertThat(Range.address("255.255.255.255")).containsExactly(255, 255, 255, 255);
        for (String odd : List.of(
                "",
                ".",
                "1",
                "1.2.3",
                "1.2.3.",
                "1.2.3.4.",
                "1.2.3.4.5",
                "1..2.3",
                ".1.2.3",
                "01.2.3.4",
                "1.2.3.04",
                "1.2.3.256",
                "1.2.3.1000",
                "1.2.3.4a",
                " 1.2.3.4",
                "1.2.3.-4",
                "0x1.2.3.4",
                "\u0661.2.3.4")) {
            assertThatThrownBy(() -> Range.address(odd)).as(odd).isInstanceOf(Malformed.class);
        }
        for (int bits = 0; bits <= 32; bits++) {
            Range range = Range.of("170.85.170.85/" + bits);
            for (int flipped = 0; flipped < 32; flipped++) {
                byte[] address = Range.address("170.85.170.85");
                address[flipped / 8] ^= (byte) (0x80 >>> flipped % 8);
                assertThat(range.contains(address)).as(bits + " " + flipped).isEqualTo(flipped >= bits);
            }
        }
    }

    @Test
    void itsHmacIsTheOneOfJava() throws GeneralSecurityException {
        for (int length : new int[] {1, 32, 43, 63, 64, 65, 200}) {
            byte[] secret = "s".repeat(length).getBytes(StandardCharsets.US_ASCII);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            var ours = new Hmac(secret);
            for (String text : List.of("", "a", "b".repeat(300))) {
                byte[] message = text.getBytes(StandardCharsets.US_ASCII);
                assertThat(ours.of(message)).isEqualTo(mac.doFinal(message));
            }
        }
    }
}
