package dev.sallyport.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Rfc9106Section5Test {

    static List<Kernels> kernels() {
        return Kernels.all();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void theVectorOfSection3Holds(Kernels kernel) {
        byte[] tag = kernel.engine()
                .hash(filled(32, 1), filled(16, 2), filled(8, 3), filled(12, 4), new Argon2Parameters(32, 3, 4, 32));

        assertThat(HexFormat.of().formatHex(tag))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void theSelfProofAcceptsTheKernel(Kernels kernel) {
        assertThat(SelfProof.failure(kernel.engine())).isEmpty();
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
