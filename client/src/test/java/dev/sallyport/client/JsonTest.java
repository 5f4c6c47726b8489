package dev.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 8259, and what of it can be read in two ways.
class JsonTest {
    @Test
    void everyKindOfValueIsRead() throws Json.Malformed {
        assertThat(Json.object(
                        " { \"a\" : [ 1 , -0.5e+3, \"\\u00fc\\n\\\"/\", true , false, null, {}, [] ] , \"b\":0 } "))
                .isEqualTo(Map.of(
                        "a",
                        List.of(1L, new BigDecimal("-0.5e+3"), "ü\n\"/", true, false, Json.NULL, Map.of(), List.of()),
                        "b",
                        0L));
        assertThat(Json.object("{\"a\":123456789012345678901234567890}"))
                .containsEntry("a", new BigDecimal("123456789012345678901234567890"));
        assertThat(Json.object("{\"a\":\"😀\\ud83d\\ude00\"}")).containsEntry("a", "😀😀");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{",
                "{}x",
                "{}{}",
                "{\"a\":1,}",
                "{,}",
                "{\"a\"}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"a\":[1,]}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":0x1}",
                "{\"a\":tru}",
                "{\"a\":TRUE}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u٠٠٠٠\"}",
                "{\"a\":\"\\ud83d\"}",
                "{\"a\":\"\\ude00\\ud83d\"}",
                "{\"a\":\"",
                "{\"a\":1}\u0000",
                "\ufeff{}",
                "{/* */}"
            })
    void whatIsNotJsonIsNotRead(String text) {
        assertThatThrownBy(() -> Json.object(text)).isInstanceOf(Json.Malformed.class);
    }

    @Test
    void whatIsTooDeepTooLongOrNoUtf8IsNotRead() {
        assertThatThrownBy(() -> Json.object("{\"a\":" + "[".repeat(100_000))).isInstanceOf(Json.Malformed.class);
        assertThatThrownBy(() -> Json.object("{\"a\":" + "9".repeat(100) + "}")).isInstanceOf(Json.Malformed.class);
        assertThatThrownBy(() -> Json.object("{\"a\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(Json.Malformed.class);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Json.Malformed {
        String odd = "a\"\\\n\u0000ü😀\u007f";
        assertThat(Json.object("{\"a\":" + Json.quote(odd) + "}")).containsEntry("a", odd);
    }
}
