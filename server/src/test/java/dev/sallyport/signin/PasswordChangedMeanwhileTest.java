package dev.sallyport.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.account.Provings;
import dev.sallyport.audit.Audit;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.password.Passwords;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCrypt;

/// A sign-in that is under way when the password is changed. Whoever began it knew the old one.
@Proves("R-SES-2")
@Asvs("7.4.3")
class PasswordChangedMeanwhileTest {
    /// Another system took it; it is renewed on the way in, so that a sign-in with it has further steps.
    private static final String SHORT = "short one";

    private static final String CHOSEN = "seven boats & one harbour";
    private static final String THIEFS = "a thief was here this night";

    private final TestNode node = TestNode.shared();
    private final Holder owner = Holder.signUp(node);
    private final AccountId account = new AccountId(UUID.fromString(owner.account()));
    private final TestBrowser thief = new TestBrowser(node);

    private static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    /// With the right password, as far as the first further step.
    private void begin() {
        node.bean(Passwords.class).adopt(account, BCrypt.hashpw(SHORT, BCrypt.gensalt(4)), node.clock.instant());
        assertThat(place(Holder.trySignIn(thief, owner.address, SHORT))).isEqualTo("303 /sign-in/contact-code");
    }

    private HttpResponse<String> giveCode() {
        int before = codes().size();
        thief.get("/sign-in/contact-code");
        Holder.await("the code", () -> codes().size() > before);
        return thief.post("/sign-in/contact-code", Map.of("code", codes().getFirst()));
    }

    private List<String> codes() {
        return Holder.codes(thief, owner.address);
    }

    private void changePassword() {
        owner.browser.get("/account/password");
        assertThat(place(owner.browser.post("/account/password", Map.of("current", SHORT, "password", CHOSEN))))
                .isEqualTo("303 /account/password?done=changed");
    }

    private String signIn(String password) {
        return place(Holder.trySignIn(new TestBrowser(node), owner.address, password));
    }

    @Test
    @Defends("A1")
    void aFurtherStepOpensNothingAnyMore() {
        begin();
        changePassword();
        assertThat(place(giveCode())).isEqualTo("303 /sign-in");
        assertThat(Holder.isSignedIn(thief)).isFalse();
        assertThat(Holder.json(owner.browser, "/api/sessions")).hasSize(1);
    }

    @Test
    @Defends("A1")
    @Asvs("15.4.2")
    void aRenewalUnderWayDoesNotOverwriteWhatTheHolderChose() {
        begin();
        assertThat(place(giveCode())).isEqualTo("303 /sign-in/new-password");
        thief.get("/sign-in/new-password");
        changePassword();
        assertThat(place(thief.post("/sign-in/new-password", Map.of("password", THIEFS))))
                .isEqualTo("303 /sign-in");
        assertThat(Holder.isSignedIn(thief)).isFalse();
        assertThat(owner.isSignedIn()).isTrue();
        assertThat(signIn(THIEFS)).startsWith("422");
        assertThat(signIn(CHOSEN)).isEqualTo("303 /account");
    }

    @Test
    @Proves("R-LOG-1")
    void aRenewalThatNobodyDisturbedLeadsToASessionAndTheFactNamesWhatWasProven() {
        begin();
        assertThat(place(giveCode())).isEqualTo("303 /sign-in/new-password");
        thief.get("/sign-in/new-password");
        assertThat(place(thief.post("/sign-in/new-password", Map.of("password", CHOSEN))))
                .isEqualTo("303 /account");
        assertThat(Holder.isSignedIn(thief)).isTrue();
        assertThat(factors()).isEqualTo("pwd contact");
        assertThat(signIn(CHOSEN)).isEqualTo("303 /account");
        assertThat(factors()).isEqualTo("pwd");
    }

    private String factors() {
        return String.valueOf(node.bean(Audit.class)
                .timeline(account, "signin.succeeded", Long.MAX_VALUE, 1)
                .getFirst()
                .detail()
                .get("factors"));
    }

    /// The change has begun and is not yet committed when the sign-in has found its password right.
    @Test
    @Defends("A1")
    @Asvs("15.4.2")
    void aSignInInOneStepWaitsForAChangeThatHasBegunAndThenOpensNothing() throws Exception {
        var jdbc = node.bean(JdbcClient.class);
        thief.get("/sign-in");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var signIn = node.bean(Tx.class).run(() -> {
                jdbc.sql("SELECT 1 FROM password WHERE account_id = :account FOR UPDATE")
                        .param("account", account.value())
                        .query(Integer.class)
                        .single();
                var answer = threads.submit(
                        () -> thief.post("/sign-in", Map.of("identifier", owner.address, "password", Holder.PASSWORD)));
                Holder.await(
                        "it waits for the password, or is through",
                        () -> answer.isDone()
                                || jdbc.sql("""
                                        SELECT count(*) FROM pg_locks
                                        WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
                                        """).query(Integer.class).single() > 0);
                jdbc.sql("""
                                UPDATE password SET changed_at = changed_at + interval '1 second'
                                WHERE account_id = :account
                                """).param("account", account.value()).update();
                return answer;
            });
            assertThat(place(signIn.get())).isEqualTo("303 /sign-in");
        }
        assertThat(Holder.isSignedIn(thief)).isFalse();
        assertThat(Holder.json(owner.browser, "/api/sessions")).hasSize(1);
    }

    @Test
    void aProofForASignInThatIsOverIsRefusedWithAllThatHangsOnIt() {
        var provings = node.bean(Provings.class);
        var tx = node.bean(Tx.class);
        UUID id = Provings.newId(node.clock.instant());
        var token = tx.run(() -> provings.open(account, id, "pwd"));
        var proving = provings.find(token).orElseThrow();
        tx.run(() -> provings.give(proving, "contact"));
        // Given from the same knowledge, and still the other is not lost.
        tx.run(() -> provings.give(proving, "otp"));
        assertThat(provings.find(token).orElseThrow().given()).containsExactly("pwd", "contact", "otp");
        assertThat(provings.consume(proving)).isTrue();
        assertThatThrownBy(() -> tx.run(() -> provings.give(proving, "late"))).isInstanceOf(Refused.class);
    }
}
