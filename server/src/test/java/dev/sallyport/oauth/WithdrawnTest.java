package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.oauth.SigningKeyDesk.State;
import dev.sallyport.oauth.SigningKeyDesk.Withdrawn;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A signing key that was stolen, and what becomes of all that it signed.
@Proves("R-OAU-1")
@Defends("A47")
class WithdrawnTest {
    private static final JOSEObjectType APPROVAL = new JOSEObjectType("withdrawal-approval+jwt");
    private static final TestNode NODE = TestNode.startAlone(new TestClock(), Map.of());

    @AfterAll
    static void stop() {
        NODE.close();
    }

    private static Withdrawn withdraw(String id) {
        return SigningKeyDesk.with(NODE.config, NODE.clock, desk -> desk.withdraw(id));
    }

    private static List<SigningKeyDesk.Listed> list() {
        return SigningKeyDesk.with(NODE.config, NODE.clock, SigningKeyDesk::list);
    }

    private static String key(String token) throws ParseException {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }

    private static int userInfo(Program program, String token) {
        return program.userInfo("Bearer", token, null).statusCode();
    }

    private static String published(TestNode node) {
        return new TestBrowser(node).get(Endpoints.JWKS).body();
    }

    /// As the thief makes it, who has the key: for him it is right in everything.
    private static String forged(TestNode node) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(node.config.origin().toString())
                .build();
        return node.bean(SigningKeys.class).sign(APPROVAL, claims);
    }

    private static boolean isTaken(TestNode node, String approval) {
        return node.bean(AccessTokens.class).read(approval, APPROVAL).isPresent();
    }

    @Test
    void nothingThatAStolenKeySignedCountsOnAnyNodeAndAnotherSigns() throws ParseException {
        try (TestNode beside = NODE.beside()) {
            Program program = Program.web(NODE);
            Holder holder = Holder.signUp(NODE);
            var tokens = program.tokens(holder.browser, "openid balances.read");
            String token = tokens.get("access_token").asString();
            String id = tokens.get("id_token").asString();
            String stolen = key(token);
            var forged = Map.of(NODE, forged(NODE), beside, forged(beside));
            forged.forEach((node, approval) -> {
                assertThat(isTaken(node, approval)).isTrue();
                assertThat(published(node)).contains(stolen);
            });
            // Remembered as good, too.
            assertThat(program.isActive(token)).isTrue();
            assertThat(program.isActive(token)).isTrue();
            assertThat(userInfo(program, token)).isEqualTo(200);
            assertThat(NODE.bean(AccessTokens.class).hint(id)).isPresent();

            assertThat(withdraw(stolen)).isInstanceOf(Withdrawn.Done.class);

            forged.forEach((node, approval) -> {
                Holder.await("its end", () -> !isTaken(node, approval));
                assertThat(published(node)).doesNotContain(stolen);
            });
            assertThat(program.isActive(token)).isFalse();
            assertThat(userInfo(program, token)).isEqualTo(401);
            assertThat(NODE.bean(AccessTokens.class).hint(id)).isEmpty();
            // What it was given for still counts: a new token comes by another key.
            String refresh = tokens.get("refresh_token").asString();
            String after = Holder.json(program.token(program.refresh(refresh)))
                    .get("access_token")
                    .asString();
            assertThat(key(after)).isNotEqualTo(stolen);
            assertThat(program.isActive(after)).isTrue();
            // It does not come back.
            NODE.bean(SigningKeys.class).renew();
            assertThat(program.isActive(token)).isFalse();
        }
    }

    @Test
    void theLastOneGoesAfterAnotherWasMadeAndNoneTwice() {
        NODE.bean(SigningKeys.class).published();
        for (var key : list()) {
            if (key.state() != State.SIGNS && key.state() != State.WITHDRAWN) {
                withdraw(key.id());
            }
        }
        String last = list().stream()
                .filter(key -> key.state() == State.SIGNS)
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(withdraw(last))
                .isInstanceOfSatisfying(
                        Withdrawn.Done.class,
                        done -> assertThat(list())
                                .filteredOn(key -> key.state() == State.SIGNS)
                                .extracting(SigningKeyDesk.Listed::id)
                                .containsExactly(done.made()));
        assertThat(withdraw(last)).isInstanceOf(Withdrawn.Before.class);
        assertThat(withdraw("s-never")).isInstanceOf(Withdrawn.Unknown.class);
        assertThat(list())
                .filteredOn(key -> key.id().equals(last))
                .allMatch(
                        key -> key.state() == State.WITHDRAWN && key.algorithm().equals("ES256"));
        // One that is made beside it waits until everybody can know it.
        NODE.bean(SigningKeys.class).renew();
        assertThat(list()).filteredOn(key -> key.state() == State.SIGNS).hasSize(1);
    }
}
