package dev.sallyport.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChallengeTest {
    @Test
    void aChallengeIsReadAsItStandsInTheHeader() {
        var challenge =
                Challenge.of("Bearer error=\"insufficient_user_authentication\", acr_values=\"a b\", max_age=\"300\"");
        assertThat(challenge.canBeMet()).isTrue();
        assertThat(challenge.acrValues()).isEqualTo("a b");
        assertThat(challenge.maxAge()).isEqualTo("300");
        assertThat(Challenge.of("Bearer error=\"insufficient_scope\", scope=\"orders.write\"")
                        .scopes())
                .containsExactly("orders.write");
    }

    @Test
    void aBadTokenIsNothingThatAProofWouldMend() {
        assertThat(Challenge.of("Bearer error=\"invalid_token\"").canBeMet()).isFalse();
        assertThat(Challenge.of(null).canBeMet()).isFalse();
    }
}
