package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Refresh tokens: rotated where nothing binds them, and a copy ends them all.
class RefreshTest {
    private final TestNode node = TestNode.shared();

    private static String error(HttpResponse<String> answer) {
        return Holder.json(answer).get("error").asString();
    }

    @Test
    @Proves("O-5")
    @Defends("A46")
    @Asvs("10.4.5")
    void aPublicClientGetsAnotherRefreshTokenEachTimeAndACopyEndsAll() {
        Holder holder = Holder.signUp(node);
        Program program = Program.open(node);
        var first = program.tokens(holder.browser, "openid balances.read");
        String one = first.get("refresh_token").asString();
        var second = Holder.json(program.token(program.refresh(one)));
        String two = second.get("refresh_token").asString();
        assertThat(two).isNotEqualTo(one);
        assertThat(program.userInfo("Bearer", second.get("access_token").asString(), null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(error(program.token(program.refresh(one)))).isEqualTo("invalid_grant");
        assertThat(error(program.token(program.refresh(two))))
                .as("the family is over")
                .isEqualTo("invalid_grant");
        assertThat(program.userInfo("Bearer", second.get("access_token").asString(), null)
                        .statusCode())
                .isEqualTo(401);
        Holder.await(
                "a word to the owner",
                () -> Holder.count(holder.browser, holder.address, "The access of an app was ended for safety") == 1);
    }

    @Test
    @Proves("O-5")
    void aClientWithAKeyKeepsItsRefreshToken() {
        Holder holder = Holder.signUp(node);
        var wish = new Program.Wish();
        wish.keyed = true;
        wish.bound = true;
        Program program = wish.at(node);
        String code = program.code(holder.browser, "openid balances.read");
        var first = Holder.json(program.post(Endpoints.TOKEN, program.exchange(code), program.proof(Endpoints.TOKEN)));
        String refresh = first.get("refresh_token").asString();
        for (int i = 0; i < 3; i++) {
            var next = Holder.json(
                    program.post(Endpoints.TOKEN, program.refresh(refresh), program.proof(Endpoints.TOKEN)));
            assertThat(next.get("refresh_token").asString()).isEqualTo(refresh);
            assertThat(next.get("token_type").asString()).isEqualTo("DPoP");
        }
    }

    @Test
    void aRefreshTokenIsOfItsClientAloneAndGivesNoMoreThanWasGiven() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        Program other = Program.web(node);
        String refresh = program.tokens(holder.browser, "openid balances.read")
                .get("refresh_token")
                .asString();
        assertThat(error(other.token(other.refresh(refresh)))).isEqualTo("invalid_grant");
        var more = program.refresh(refresh);
        more.put("scope", "openid orders.read");
        assertThat(error(program.token(more))).isEqualTo("invalid_scope");
        var less = program.refresh(refresh);
        less.put("scope", "openid");
        var narrow = Holder.json(program.token(less));
        assertThat(Program.claims(narrow.get("access_token").asString()).getClaim("scope"))
                .isEqualTo("openid");
    }

    @Test
    void itEndsWithItsSessionsLifeUnlessItWasGivenForTheHoldersAbsence() {
        Holder holder = Holder.signUp(node);
        var wish = new Program.Wish();
        wish.scopes = java.util.List.of("openid", "balances.read", "offline_access");
        Program program = wish.at(node);
        String bound = program.tokens(holder.browser, "openid balances.read")
                .get("refresh_token")
                .asString();
        String offline = program.tokens(holder.browser, "openid balances.read offline_access")
                .get("refresh_token")
                .asString();
        node.clock.advance(Duration.ofDays(8));
        assertThat(error(program.token(program.refresh(bound)))).isEqualTo("invalid_grant");
        assertThat(program.token(program.refresh(offline)).statusCode()).isEqualTo(200);
    }

    @Test
    void givenBackItIsOver() {
        Holder holder = Holder.signUp(node);
        for (Program program : java.util.List.of(Program.web(node), Program.open(node))) {
            var tokens = program.tokens(holder.browser, "openid balances.read");
            String refresh = tokens.get("refresh_token").asString();
            assertThat(program.post(Endpoints.REVOKE, Map.of("token", refresh)).statusCode())
                    .isEqualTo(200);
            assertThat(error(program.token(program.refresh(refresh)))).isEqualTo("invalid_grant");
            assertThat(program.userInfo("Bearer", tokens.get("access_token").asString(), null)
                            .statusCode())
                    .isEqualTo(401);
        }
    }
}
