package dev.sallyport.stepup;

import static dev.sallyport.harness.AppHolder.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Race;
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

/// One proof sent many times at once to two nodes on one database.
@Proves("R-SU-1")
@Defends("A10")
@Asvs("15.4.2")
class StepUpRaceTest {
    private static final int THREADS = 100;
    private static final String ACT = "/api/recovery-codes";
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

    private List<TestBrowser> copies() {
        var copies = new ArrayList<TestBrowser>();
        for (int i = 0; i < THREADS; i++) {
            var copy = new TestBrowser(i % 2 == 0 ? NODE : other);
            copy.cookies.putAll(owner.browser.cookies);
            copy.csrf = owner.browser.csrf;
            copies.add(copy);
        }
        return copies;
    }

    private String begin() {
        return TestBrowser.stepUp(expect(403, owner.browser.jsonUnproven("POST", ACT, "{}", null)))
                .orElseThrow();
    }

    @Test
    void oneProofDoesItsActOnce() {
        owner.recoveryCodes();
        String id = begin();
        expect(200, owner.browser.proveJson(id, Map.of("code", owner.code())));
        List<TestBrowser> copies = copies();
        List<Integer> answers = Race.of(
                THREADS,
                i -> () -> copies.get(i).jsonUnproven("POST", ACT, "{}", id).statusCode());
        assertThat(answers.stream().filter(status -> status == 201).count()).isEqualTo(1);
        assertThat(answers).allMatch(status -> List.of(201, 403, 429).contains(status));
        assertThat(owner.facts("recoverycode.made")).isEqualTo(2);
    }

    @Test
    @Proves("R-OTP-1")
    void oneCodeProvesOneActOnce() {
        owner.recoveryCodes();
        List<String> ids = List.of(begin(), begin(), begin(), begin());
        long before = owner.facts("stepup.proven");
        String code = owner.code();
        List<TestBrowser> copies = copies();
        List<String> answers = Race.of(
                THREADS,
                i -> () -> copies.get(i)
                        .jsonUnproven(
                                "POST",
                                "/api/step-up/" + ids.get(i % ids.size()) + "/proofs",
                                "{\"code\":\"" + code + "\"}",
                                null)
                        .body());
        assertThat(answers.stream()
                        .filter(body -> body.contains("\"done\":true"))
                        .count())
                .isEqualTo(1);
        assertThat(owner.facts("stepup.proven")).isEqualTo(before + 1);
    }
}
