package dev.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "lastProofCannotBeRemoved, last proof cannot be removed",
        "race50Threads, race 50 threads",
        "aTOTPCodeIsSpent, a TOTP code is spent",
        "expiresAfterADay, expires after a day",
        "rfc6238_appendixB, rfc 6238 appendix b",
        "grüßeBleiben, grüße bleiben",
    })
    void camelCaseBecomesASentence(String name, String sentence) {
        assertThat(Words.of(name)).isEqualTo(sentence);
    }
}
