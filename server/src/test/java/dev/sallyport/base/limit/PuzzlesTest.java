package dev.sallyport.base.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Solver;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class PuzzlesTest {
    private final TestBrowser stranger = new TestBrowser(TestNode.shared());

    private int signUp(String solution) {
        String number = "+49 151 2" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);
        return stranger.json(
                        "POST", "/api/sign-up", "{\"identifier\":\"" + number + "\",\"altcha\":\"" + solution + "\"}")
                .statusCode();
    }

    /// The library that checks solutions adds the salt's last `&` when it is missing, so both are right.
    @Test
    @Proves("R-OOB-3")
    @Defends("A13")
    @Asvs("6.5.1")
    void oneSolutionIsGoodForOneTextHoweverItsSaltIsWritten() {
        stranger.get("/sign-up");
        for (boolean first : new boolean[] {true, false}) {
            var puzzle = Holder.json(stranger, "/api/sign-in/puzzle");
            int number = Solver.number(puzzle);
            String salt = puzzle.get("salt").asString();
            String other = salt.endsWith("&") ? salt.substring(0, salt.length() - 1) : salt + "&";
            assertThat(signUp(Solver.payload(puzzle, number, first ? salt : other)))
                    .isEqualTo(202);
            assertThat(signUp(Solver.payload(puzzle, number, first ? other : salt)))
                    .isEqualTo(403);
            assertThat(signUp(Solver.payload(puzzle, number, salt))).isEqualTo(403);
        }
        assertThat(signUp("")).isEqualTo(403);
    }
}
