package dev.sallyport.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testing.Defends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is long is read as what is short, and needs no more of the stack.
@Defends({"A38", "A63"})
class LongRequestTest {
    private static final int LONG = 1_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"a", "%C3", "/b", "~"})
    void aLongPathOrQueryIsRead(String piece) throws NotAccepted {
        String much = piece.repeat(LONG / piece.length());
        assertThat(Reading.isPath("/" + much)).isTrue();
        assertThat(Parameters.read("n=" + much.replace("%C3", "%41")).get("n")).isNotEmpty();
        assertThat(Reading.isPath("/" + much + "%4")).isFalse();
        assertThatThrownBy(() -> Parameters.read("n=" + much + "%G0")).isInstanceOf(NotAccepted.class);
    }

    @Test
    void aPathBeginsWithASlashAndHoldsWholeCapitalSigns() {
        assertThat(Reading.isPath("/orders/%C3%A9;")).isFalse();
        assertThat(Reading.isPath("orders")).isFalse();
        assertThat(Reading.isPath("")).isFalse();
        assertThat(Reading.isPath("/%c3")).isFalse();
        assertThat(Reading.isPath("/%")).isFalse();
        assertThat(Reading.isPath("/orders/%C3%A9")).isTrue();
    }
}
