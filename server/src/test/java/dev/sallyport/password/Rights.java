package dev.sallyport.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.password.Passwords.Check;
import org.assertj.core.api.ThrowingConsumer;

/// What a check that was right said beside that; when the password was chosen is another matter.
final class Rights {
    private Rights() {}

    static ThrowingConsumer<Check> right(boolean breached, boolean fits, boolean renewed) {
        return check -> assertThat(check)
                .isInstanceOfSatisfying(
                        Check.Right.class,
                        right -> assertThat(new boolean[] {right.breached(), right.fits(), right.renewed()})
                                .containsExactly(breached, fits, renewed));
    }
}
