package dev.sallyport.notices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.Server;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.config.ConfigFile;
import dev.sallyport.harness.TestNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutsideTheDemoTest {
    @Test
    void thereIsNoMailbox() throws Exception {
        var demo = TestNode.shared();
        var database = demo.config.database();
        int port = freePort();
        String ring = Base64.getEncoder()
                .encodeToString(Files.readString(demo.config.keys().file()).getBytes(StandardCharsets.UTF_8));
        var outcome = ConfigFile.read(
                null,
                Map.ofEntries(
                        Map.entry("SALLYPORT_ORIGIN", "http://localhost:" + port),
                        Map.entry("SALLYPORT_OUTSIDE_PORT", "" + port),
                        Map.entry("SALLYPORT_INSIDE_PORT", "" + freePort()),
                        Map.entry("SALLYPORT_DATABASE_URL", database.url()),
                        Map.entry("SALLYPORT_DATABASE_USER", database.user()),
                        Map.entry("SALLYPORT_DATABASE_PASSWORD", database.password()),
                        Map.entry("SALLYPORT_DATABASE_OWNER_USER", database.ownerUser()),
                        Map.entry("SALLYPORT_DATABASE_OWNER_PASSWORD", database.ownerPassword()),
                        Map.entry("SALLYPORT_KEYS_RING", ring),
                        Map.entry("SALLYPORT_DATA", demo.config.data().toString()),
                        Map.entry("SALLYPORT_MAIL_HOST", "127.0.0.1"),
                        Map.entry("SALLYPORT_MAIL_FROM", "no-reply@examplex.com")),
                false);
        assertThat(outcome).isInstanceOf(ConfigFile.Outcome.Ready.class);
        Config config = ((ConfigFile.Outcome.Ready) outcome).config();
        // Its jobs must not take the messages of other tests: it only answers, and its scheduler is stopped
        // at once.
        try (var context = Server.start(config, more -> {});
                var http = HttpClient.newHttpClient()) {
            context.getBean(dev.sallyport.base.jobs.Jobs.class).stop();
            assertThat(context.getBeanNamesForType(DemoMailbox.class)).isEmpty();
            for (String path : new String[] {"/demo/mailbox", "/demo/mailbox.json?to=anna@examplex.com"}) {
                var request = HttpRequest.newBuilder(URI.create(config.origin() + path))
                        .build();
                assertThat(http.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
