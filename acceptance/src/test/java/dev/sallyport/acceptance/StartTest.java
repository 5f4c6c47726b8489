package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.db.FreePort;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a start says that cannot succeed: one clear sentence, an exit code that is not zero, and no trace of
/// a fault.
class StartTest {
    private final Node demo = Node.demo();

    private static String refusal(Map<String, String> settings, String... arguments) {
        try (var second = Jar.start(Node.temporary("second"), settings, arguments)) {
            assertThat(second.exitCode()).as(second.said()).isNotZero();
            assertThat(second.said()).doesNotContain("Exception").doesNotContain("\tat ");
            // The one line that Java itself says, because of the vector module.
            return second.said()
                    .lines()
                    .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String[] demoOn(int outside, int inside) {
        return new String[] {"demo", "--outside-port", Integer.toString(outside), "--inside-port", "" + inside};
    }

    @Test
    void aSecondServerOnTheSameDataFolderIsRefusedInOneSentence() {
        String data = demo.folder().resolve("data").toString();
        String said = refusal(Map.of("SALLYPORT_DATA", data), demoOn(FreePort.any(), FreePort.any()));
        assertThat(said.lines())
                .singleElement()
                .asString()
                .isEqualTo("The data folder " + data
                        + " is in use by another Sallyport (process "
                        + demo.jar().pid()
                        + "): stop that one, or choose another folder with --data.");
        assertThat(demo.ready()).as("the first one serves on").isTrue();
    }

    @Test
    void aTakenPortIsNamedWithTheWayOut() {
        String said = refusal(Map.of(), demoOn(demo.outside(), FreePort.any()));
        assertThat(said)
                .contains("The outside port " + demo.outside())
                .contains("choose another one with --outside-port");
        assertThat(said.lines().filter(line -> line.startsWith("- "))).hasSize(1);
    }

    /// On vectors of 128 bits, which every machine can be made to have.
    @Test
    void aHasherThatTheMachineCannotRunIsToldBeforeAnythingStarts() {
        String said = refusal(
                Map.of(
                        "SALLYPORT_PASSWORD_HASHER",
                        "512",
                        "JAVA_TOOL_OPTIONS",
                        "-XX:+IgnoreUnrecognizedVMOptions -XX:UseAVX=1"),
                demoOn(FreePort.any(), FreePort.any()));
        assertThat(said)
                .contains("`password.hasher`: Argon2 kernel \"512\" was asked for and cannot be used")
                .contains("choose `auto`.");
    }

    @Test
    void serveWithoutSettingsSaysAllThatIsMissingAtOnce() {
        assertThat(refusal(Map.of(), "serve"))
                .contains("nothing was started")
                .contains("origin", "database.url", "database.user", "keys.file", "mail.host", "mail.from");
    }

    @Test
    void theDemoTellsNoMoreThanItsWelcome() {
        assertThat(demo.jar().said())
                .contains(demo.origin().toString())
                .contains("/demo/mailbox")
                .doesNotContain("Exception");
    }
}
