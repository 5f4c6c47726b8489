package dev.sallyport.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 9106 section 3.1.
class Argon2ParametersTest {

    @ParameterizedTest
    @CsvSource({
        "7, 1, 1, 32, 'Argon2 memory is 7; allowed is 8 (8 per lane) to 16777200 KiB'",
        "31, 1, 4, 32, 'Argon2 memory is 31; allowed is 32 (8 per lane) to 16777200 KiB'",
        "16777201, 1, 1, 32, 'Argon2 memory is 16777201; allowed is 8 (8 per lane) to 16777200 KiB'",
        "64, 0, 1, 32, 'Argon2 iterations is 0; allowed is at least 1'",
        "64, 1, 0, 32, 'Argon2 lanes is 0; allowed is 1 to 16777215'",
        "64, 1, 16777216, 32, 'Argon2 lanes is 16777216; allowed is 1 to 16777215'",
        "64, 1, 1, 3, 'Argon2 tag length is 3; allowed is at least 4 bytes'"
    })
    void aValueOutsideItsLimitIsRefusedByName(int kib, int iterations, int lanes, int tag, String message) {
        assertThatThrownBy(() -> new Argon2Parameters(kib, iterations, lanes, tag))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void memoryIsRoundedDownToFourBlocksALane() {
        assertThat(new Argon2Parameters(103, 1, 3, 32).blocks()).isEqualTo(96);
    }
}
