package dev.sallyport.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedHashTest {

    /// Salt `somesalt`, hash of four bytes 1, 2, 3, 4.
    private static final String TEXT = "$argon2id$v=19$m=47104,t=1,p=1$c29tZXNhbHQ$AQIDBA";

    @Test
    void whatIsWrittenIsReadBack() {
        EncodedHash hash = new EncodedHash(
                new Argon2Parameters(47_104, 1, 1, 4),
                new byte[] {'s', 'o', 'm', 'e', 's', 'a', 'l', 't'},
                new byte[] {1, 2, 3, 4});

        assertThat(hash.encoded()).isEqualTo(TEXT);
        assertThat(EncodedHash.parse(TEXT)).isEqualTo(hash).hasSameHashCodeAs(hash);
        assertThat(EncodedHash.parse(TEXT).parameters()).isEqualTo(new Argon2Parameters(47_104, 1, 1, 4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "$argon2i$v=19$m=47104,t=1,p=1$c29tZXNhbHQ$AQIDBA     | does not begin with $argon2id$",
                "                                                     | does not begin with $argon2id$",
                "$argon2id$v=16$m=47104,t=1,p=1$c29tZXNhbHQ$AQIDBA    | v=19 does not follow",
                "$argon2id$m=47104,t=1,p=1$c29tZXNhbHQ$AQIDBA         | v=19 does not follow",
                "$argon2id$v=19$t=1,m=47104,p=1$c29tZXNhbHQ$AQIDBA    | form",
                "$argon2id$v=19$m=047104,t=1,p=1$c29tZXNhbHQ$AQIDBA   | leading zeros",
                "$argon2id$v=19$m=47104,t=1$c29tZXNhbHQ$AQIDBA        | form",
                "$argon2id$v=19$m=47104,t=1,p=1,keyid=x$c2FsdA$AQIDBA | form",
                "$argon2id$v=19$m=47104,t=1,p=1$c29tZXNhbHQ=$AQIDBA   | without padding",
                "$argon2id$v=19$m=47104,t=1,p=1$c29tZXNhbHQ           | form",
                "$argon2id$v=19$m=47104,t=1,p=1$c29tZXNhbHQ$AQIDBB    | not canonical Base64",
                "$argon2id$v=19$m=47104,t=1,p=1$c29tZXNhbHR$AQIDBA    | salt of an Argon2id hash is not canonical",
                "$argon2id$v=19$m=47104,t=1,p=1$c29tZ$AQIDBA          | salt of an Argon2id hash is not Base64",
                "$argon2id$v=19$m=7,t=1,p=1$c29tZXNhbHQ$AQIDBA        | memory is 7",
                "$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdA$AQIDBA    | m of an Argon2id hash is 4294967295",
                "$argon2id$v=19$m=47104,t=1,p=1$c29tZXNhbHQ$AQID      | tag length is 3"
            })
    void anythingElseIsRefusedWithItsReason(@Nullable String text, String reason) {
        assertThatThrownBy(() -> EncodedHash.parse(text == null ? "" : text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anErrorRepeatsNeitherSaltNorHash() {
        assertThatThrownBy(() -> EncodedHash.parse(TEXT + "$")).hasMessageNotContainingAny("AQIDBA", "c29tZXNhbHQ");
    }

    @Test
    void printingItShowsNeitherSaltNorHash() {
        assertThat(EncodedHash.parse(TEXT).toString()).contains("47104").doesNotContain("AQIDBA", "c29tZXNhbHQ");
    }

    @Test
    void changingAnArrayFromOutsideDoesNotChangeTheHash() {
        EncodedHash hash = EncodedHash.parse(TEXT);
        hash.salt()[0] = 0;
        hash.tag()[0] = 0;

        assertThat(hash.encoded()).isEqualTo(TEXT);
    }

    @Test
    void aTagOfAnotherLengthThanTheParametersSayIsRefused() {
        var cost = new Argon2Parameters(64, 1, 1, 32);

        assertThatThrownBy(() -> new EncodedHash(cost, new byte[16], new byte[31]))
                .hasMessage("The Argon2 hash has 31 bytes, its parameters say 32");
    }
}
