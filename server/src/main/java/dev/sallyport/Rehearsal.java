package dev.sallyport;

import dev.sallyport.base.Closing;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.config.ConfigFile;
import dev.sallyport.base.db.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/// One start of the demo from which Java learns what a start needs (its ahead-of-time cache). It reads no
/// settings and no environment and works in a new temporary folder, so that no operator's data can be
/// touched.
final class Rehearsal {
    private Rehearsal() {}

    static void run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sallyport-rehearsal");
        try {
            Config config = config(folder);
            Demo.start(config);
            try (HttpClient client = HttpClient.newHttpClient()) {
                for (String path : List.of("/", "/sign-in", "/sign-up", "/demo/mailbox", "/nothing")) {
                    var request = HttpRequest.newBuilder(URI.create(config.link(path)));
                    client.send(request.build(), HttpResponse.BodyHandlers.discarding());
                }
            }
        } finally {
            Closing.now();
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static Config config(Path folder) throws IOException {
        var settings = Map.of(
                "SALLYPORT_DATA", folder.toString(),
                // The cache cannot hold classes of a module that is loaded after the start.
                "SALLYPORT_PASSWORD_HASHER", "bouncy-castle",
                "SALLYPORT_OUTSIDE_PORT", Integer.toString(FreePort.any()),
                "SALLYPORT_INSIDE_PORT", Integer.toString(FreePort.any()));
        return switch (ConfigFile.read(null, settings, true)) {
            case ConfigFile.Outcome.Ready ready -> ready.config();
            case ConfigFile.Outcome.Wrong wrong ->
                throw new IllegalStateException(wrong.mistakes().toString());
        };
    }
}
