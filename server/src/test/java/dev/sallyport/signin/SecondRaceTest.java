package dev.sallyport.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One second proof sent many times at once to two nodes on one database.
@Defends("A10")
@Asvs({"15.4.2", "6.5.1"})
class SecondRaceTest {
    private static final int THREADS = 100;
    private static final TestNode NODE = TestNode.shared();

    private static TestNode other;

    private final AppHolder owner = AppHolder.signUp(NODE);

    @BeforeAll
    static void start() {
        other = TestNode.start(NODE.clock, Map.of());
    }

    @AfterAll
    static void stop() {
        other.close();
    }

    /// The same browser many times, at both nodes.
    private static List<TestBrowser> copies(TestBrowser of) {
        return copies(of, other);
    }

    private static List<TestBrowser> copies(TestBrowser of, TestNode second) {
        var copies = new ArrayList<TestBrowser>();
        for (int i = 0; i < THREADS; i++) {
            var copy = new TestBrowser(i % 2 == 0 ? NODE : second);
            copy.cookies.putAll(of.cookies);
            copy.csrf = of.csrf;
            copies.add(copy);
        }
        return copies;
    }

    private long winners(List<TestBrowser> halves, String field, String value) {
        Race.of(
                halves.size(),
                i -> () -> halves.get(i)
                        .post("/sign-in/second", Map.of(field, value))
                        .statusCode());
        return halves.stream()
                .filter(b -> b.cookies.containsKey("__Host-session"))
                .count();
    }

    @Test
    @Proves("R-OTP-1")
    void oneCodeInOneSignInOpensOneSession() {
        TestBrowser half = owner.half();
        half.get("/sign-in/second");
        int before = Holder.json(owner.browser, "/api/sessions").size();
        assertThat(winners(copies(half), "code", owner.code())).isEqualTo(1);
        assertThat(Holder.json(owner.browser, "/api/sessions").size()).isEqualTo(before + 1);
        assertThat(owner.facts("totp.replayed")).as("one browser, at once").isZero();
    }

    @Test
    @Proves("R-OTP-1")
    void oneCodeInManySignInsOpensOneSession() {
        var halves = new ArrayList<TestBrowser>();
        for (int i = 0; i < 10; i++) {
            TestBrowser half = owner.half();
            half.get("/sign-in/second");
            halves.add(half);
        }
        assertThat(winners(halves, "code", owner.code())).isEqualTo(1);
        assertThat(owner.facts("totp.replayed")).as("several browsers").isEqualTo(1);
    }

    @Test
    @Proves("R-BC-1")
    @Defends("A12")
    void oneRecoveryCodeOpensOneSession() {
        String code = owner.recoveryCodes().getFirst();
        TestBrowser half = owner.half();
        half.get("/sign-in/second");
        assertThat(winners(copies(half), "recovery", code)).isEqualTo(1);
        assertThat(owner.facts("recoverycode.used")).isEqualTo(1);
    }

    @Test
    @Proves("W-1")
    void oneAnswerOfAPasskeyOpensOneSession() {
        SoftAuthenticator soft = owner.passkey();
        TestBrowser half = owner.half();
        half.get("/sign-in/second");
        String options =
                Holder.json(half, "/api/sign-in/second").get("passkeyOptions").asString();
        // The two nodes here have ports of their own, so each takes answers for its own origin only: one node alone.
        assertThat(winners(copies(half, NODE), "passkey", soft.get(options))).isEqualTo(1);
    }
}
