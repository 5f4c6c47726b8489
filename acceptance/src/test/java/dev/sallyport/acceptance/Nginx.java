package dev.sallyport.acceptance;

import static org.awaitility.Awaitility.await;

import dev.sallyport.base.db.FreePort;
import dev.sallyport.testing.ProvenDoc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Debian's nginx, with the example of docs/forward-auth.md as it stands there, but for ports and the
/// token.
final class Nginx implements AutoCloseable {
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```nginx\n(.*?)```");

    final int port = FreePort.any();
    private final Process process;

    Nginx(Path folder, int sallyport, int service, String token) {
        try {
            Files.createDirectories(folder);
            String page = Files.readString(ProvenDoc.rootAround(Path.of("")).resolve("docs/forward-auth.md"));
            var example = EXAMPLE.matcher(page);
            if (!example.find()) {
                throw new AssertionError("docs/forward-auth.md has no example for nginx");
            }
            String server = example.group(1)
                    .replace("127.0.0.1:8081", "127.0.0.1:" + sallyport)
                    .replace("127.0.0.1:9000", "127.0.0.1:" + service)
                    .replace("listen 8082", "listen 127.0.0.1:" + port)
                    .replace("put-the-proxys-token-here", token);
            Path settings = Files.writeString(folder.resolve("nginx.conf"), """
                    daemon off;
                    pid %1$s/nginx.pid;
                    error_log stderr;
                    events {}
                    http {
                        access_log off;
                        client_body_temp_path %1$s/body;
                        proxy_temp_path %1$s/proxy;
                        fastcgi_temp_path %1$s/fastcgi;
                        uwsgi_temp_path %1$s/uwsgi;
                        scgi_temp_path %1$s/scgi;
                    %2$s
                    }
                    """.formatted(folder, server));
            Path usual = Path.of("/usr/sbin/nginx");
            process = new ProcessBuilder(
                            Files.isExecutable(usual) ? usual.toString() : "nginx",
                            "-p",
                            folder.toString(),
                            "-e",
                            "stderr",
                            "-c",
                            settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("nginx.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("nginx: on Debian, sudo apt install nginx", e);
        }
        await("nginx")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(this::listens);
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
