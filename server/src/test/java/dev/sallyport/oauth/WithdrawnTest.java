package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.text.ParseException;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What an operator takes back: a signing key that was stolen, a program that should not be.
@Proves("R-OAU-1")
class WithdrawnTest {
    private static final TestNode NODE = TestNode.startAlone(new TestClock(), Map.of());

    @AfterAll
    static void stop() {
        NODE.close();
    }

    private static String access(Program program, Holder holder) {
        return program.tokens(holder.browser, "openid balances.read")
                .get("access_token")
                .asString();
    }

    private static boolean isGood(Program program, String token) {
        return program.post(Endpoints.INTROSPECT, Map.of("token", token)).body().contains("\"active\":true");
    }

    private static String key(String token) throws ParseException {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }

    @Test
    @Defends("A47")
    void aStolenKeyIsTakenBackAtOnceAndAnotherSigns() throws ParseException {
        Program program = Program.web(NODE);
        Holder holder = Holder.signUp(NODE);
        String before = access(program, holder);
        // Remembered as good, too.
        assertThat(isGood(program, before)).isTrue();
        assertThat(isGood(program, before)).isTrue();
        String stolen = key(before);
        boolean done = SigningKeyDesk.with(
                NODE.config, Clock.systemUTC(), desk -> desk.withdraw("no-such-key") || desk.withdraw(stolen));
        assertThat(done).isTrue();
        Holder.await("the key", () -> !isGood(program, before));
        assertThat(NODE.bean(SigningKeys.class).published().getKeyByKeyId(stolen)).isNull();
        String after = access(program, holder);
        assertThat(key(after)).isNotEqualTo(stolen);
        assertThat(isGood(program, after)).isTrue();
        // It does not come back.
        NODE.bean(SigningKeys.class).renew();
        assertThat(isGood(program, before)).isFalse();
        assertThat(SigningKeyDesk.<Boolean>with(NODE.config, Clock.systemUTC(), desk -> desk.withdraw(stolen)))
                .isFalse();
    }

    @Test
    @Defends("A49")
    void aRemovedProgramLosesAllThatItWasGivenAndItsHoldersRecordSaysSo() {
        Program program = Program.web(NODE);
        Holder holder = Holder.signUp(NODE);
        String token = access(program, holder);
        Program other = Program.web(NODE);
        String others = access(other, holder);
        assertThat(Clients.<Boolean>with(NODE.config, Clock.systemUTC(), clients -> clients.remove(program.id)))
                .isTrue();
        JdbcClient jdbc = NODE.bean(JdbcClient.class);
        assertThat(count(jdbc, "oauth_grant WHERE ended_at IS NULL AND client_id = :client", program.id))
                .isZero();
        assertThat(count(jdbc, "oauth_consent WHERE client_id = :client", program.id))
                .isZero();
        Holder.await(
                "the record", () -> count(jdbc, "oauth_grant WHERE untold AND client_id = :client", program.id) == 0);
        Holder.await("the page of what happened", () -> holder.browser
                .get("/account/activity")
                .body()
                .contains("The access of an app ended"));
        Holder.await("the token", () -> NODE.bean(AccessTokens.class).find(token).isEmpty());
        assertThat(NODE.bean(AccessTokens.class).find(others)).isPresent();
        assertThat(holder.browser.get("/account/apps").body()).doesNotContain(program.id);
    }

    private static long count(JdbcClient jdbc, String of, String client) {
        return jdbc.sql("SELECT count(*) FROM " + of)
                .param("client", client)
                .query(Long.class)
                .single();
    }
}
