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
import org.springframework.jdbc.core.simple.JdbcClient;

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

    /// One that can keep no secret, and shows a key all the same: an app on a telephone.
    private static HttpResponse<String> refresh(Program program, String token) {
        return program.post(Endpoints.TOKEN, program.refresh(token), program.proof(Endpoints.TOKEN));
    }

    private static String bound(Program program, Holder holder) {
        String code = program.code(holder.browser, "openid balances.read");
        return of(program.post(Endpoints.TOKEN, program.exchange(code), program.proof(Endpoints.TOKEN)));
    }

    private static String of(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Holder.json(answer).get("refresh_token").asString();
    }

    private void familyIsOver(Program program, String... tokens) {
        for (String token : tokens) {
            assertThat(error(refresh(program, token))).isEqualTo("invalid_grant");
        }
        assertThat(sealed(program)).as("nothing is left to ask for").isZero();
    }

    private int sealed(Program program) {
        node.bean(TokenStore.class).forgetNext(node.clock.instant().minus(Grant.REFRESH_GRACE));
        return node.bean(JdbcClient.class)
                .sql("""
                        SELECT count(*) FROM oauth_refresh JOIN oauth_grant USING (account_id, grant_id)
                        WHERE client_id = :client AND next_closed IS NOT NULL
                        """)
                .param("client", program.id)
                .query(Integer.class)
                .single();
    }

    @Test
    @Proves("O-5")
    @Defends("A46")
    void aLostAnswerIsGivenAgainToTheSameKeyAsLongAsNobodyHasUsedIt() {
        Holder holder = Holder.signUp(node);
        Program program = Program.open(node);
        String zero = bound(program, holder);
        String one = of(refresh(program, zero));
        node.clock.advance(Grant.REFRESH_GRACE.dividedBy(2));
        assertThat(of(refresh(program, zero))).isEqualTo(one).isNotEqualTo(zero);
        assertThat(sealed(program)).isEqualTo(1);
        String two = of(refresh(program, one));
        assertThat(two).isNotEqualTo(one);
        assertThat(of(refresh(program, one))).isEqualTo(two);
        // The successor of this one was used: whoever has it now has a copy.
        assertThat(error(refresh(program, zero))).isEqualTo("invalid_grant");
        node.clock.advance(Grant.REFRESH_GRACE);
        familyIsOver(program, zero, one, two);
    }

    @Test
    @Proves("O-5")
    @Defends("A46")
    void whoeverComesLaterOrWithAnotherKeyOrWithNoneHasACopy() {
        Holder holder = Holder.signUp(node);
        Program late = Program.open(node);
        String zero = bound(late, holder);
        String one = of(refresh(late, zero));
        node.clock.advance(Grant.REFRESH_GRACE);
        assertThat(error(refresh(late, zero))).isEqualTo("invalid_grant");
        familyIsOver(late, one);

        Program thief = Program.open(node);
        zero = bound(thief, holder);
        one = of(refresh(thief, zero));
        var proof = thief.dpop();
        proof.with = Program.newKey();
        proof.jwk = proof.with.toPublicJWK();
        assertThat(error(thief.post(Endpoints.TOKEN, thief.refresh(zero), proof.text())))
                .isEqualTo("invalid_grant");
        node.clock.advance(Grant.REFRESH_GRACE);
        familyIsOver(thief, one);

        Program bare = Program.open(node);
        zero = bound(bare, holder);
        one = of(refresh(bare, zero));
        assertThat(error(bare.token(bare.refresh(zero)))).isEqualTo("invalid_grant");
        node.clock.advance(Grant.REFRESH_GRACE);
        familyIsOver(bare, one);
    }

    @Test
    void aUsedOneThatIsGivenBackEndsAllOfIt() {
        Holder holder = Holder.signUp(node);
        Program program = Program.open(node);
        String zero = bound(program, holder);
        String one = of(refresh(program, zero));
        program.post(Endpoints.REVOKE, Map.of("token", zero), program.proof(Endpoints.REVOKE));
        assertThat(error(refresh(program, one))).isEqualTo("invalid_grant");
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
