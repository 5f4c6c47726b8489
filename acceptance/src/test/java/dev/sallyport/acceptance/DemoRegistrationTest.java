package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.base.db.FreePort;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How the demo's trading site is registered, and that it stays so.
@Proves("R-OAU-1")
class DemoRegistrationTest {
    private final Path folder = Node.temporary("demo");
    private final int port = FreePort.any();
    private final String site = "http://127.0.0.1:" + port;

    /// Where nothing may be sent to this machine it runs without events and without logout tokens, and says so.
    @Test
    void itRunsWithoutWhatTheSettingsForbidAndSaysSo() throws IOException {
        List<String> first = run(Map.of("SALLYPORT_SERVICES_PRIVATE_RECEIVERS", "false"), true);
        assertThat(first).hasSize(2);
        // Once more: the same two, and none is left over.
        assertThat(run(Map.of("SALLYPORT_SERVICES_PRIVATE_RECEIVERS", "false"), true))
                .isEqualTo(first);
        List<String> whole = run(Map.of(), false);
        assertThat(whole).hasSize(2).doesNotContainAnyElementsOf(first);
        assertThat(run(Map.of(), false)).isEqualTo(whole);
    }

    /// @param without whether it has to say that something is missing
    /// @return the ids of its clients
    private List<String> run(Map<String, String> settings, boolean without) throws IOException {
        try (Node demo = Node.demo(folder, port, settings).awaitReady()) {
            await().atMost(Duration.ofMinutes(1)).until(() -> demo.jar().said().contains("Ctrl-C"));
            assertThat(demo.jar().said()).contains(site + "   (a trading site");
            assertThat(demo.jar().said().contains("services.private-receivers")).isEqualTo(without);
            try (var list = Jar.start(
                    folder, Map.of("SALLYPORT_DATA", folder.resolve("data").toString()), "client", "list", "--demo")) {
                assertThat(list.exitCode()).as(list.said()).isZero();
                return list.said()
                        .lines()
                        .filter(line -> line.contains("Demo Exchange"))
                        .map(line -> line.replaceAll(".*(app-\\S+).*", "$1"))
                        .sorted()
                        .toList();
            }
        }
    }
}
