package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.db.FreePort;
import dev.sallyport.testing.ProvenDoc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The demo's trading site beside nodes of ours: its own jar, registered as any site would be.
final class Exchange implements AutoCloseable {
    final String origin;
    private final Process process;

    private Exchange(String origin, Process process) {
        this.origin = origin;
        this.process = process;
    }

    /// @param inside the port at which it asks and hears
    /// @param silence for how long it trusts what it has heard
    /// @param logouts whether it is sent logout tokens too
    static Exchange start(Connected world, String name, int inside, Duration silence, boolean logouts) {
        int port = FreePort.any();
        String origin = "http://127.0.0.1:" + port;
        var described = new ArrayList<>(List.of(
                "--grant=authorization_code,refresh_token",
                "--scope=openid,email,balances.read,orders.read",
                "--redirect=" + origin + "/login/oauth2/code/sallyport",
                "--after-logout=" + origin + "/signed-out"));
        if (logouts) {
            described.add("--back-channel=" + origin + "/sallyport/logout");
        }
        Program.Client site = world.program().add(name, described.toArray(String[]::new));
        Program.Client services = world.program().services;
        try {
            var builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx128m",
                            "-jar",
                            ProvenDoc.rootAround(Path.of(""))
                                    .resolve("demo-exchange/target/demo-exchange-exec.jar")
                                    .toString())
                    .redirectErrorStream(true);
            var settings = builder.environment();
            settings.put("EXCHANGE_PORT", Integer.toString(port));
            settings.put("EXCHANGE_ISSUER", world.a().origin().toString());
            settings.put("EXCHANGE_INSIDE", "http://127.0.0.1:" + inside);
            settings.put("EXCHANGE_CLIENT_ID", site.id());
            settings.put("EXCHANGE_CLIENT_SECRET", site.secret());
            settings.put("EXCHANGE_API_CLIENT_ID", services.id());
            settings.put("EXCHANGE_API_CLIENT_SECRET", services.secret());
            settings.put("EXCHANGE_ENDS_WITH_INPUT", "true");
            settings.put("SALLYPORT_AUDIENCE", Program.AUDIENCE);
            settings.put("SALLYPORT_SILENCE", silence.toSeconds() + "s");
            Process process = builder.start();
            awaitReady(process.inputReader());
            return new Exchange(origin, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReady(BufferedReader said) throws IOException {
        var before = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.equals("ready")) {
                Thread.ofVirtual().start(() -> said.lines().forEach(dropped -> {}));
                return;
            }
            before.append(line).append('\n');
        }
        throw new AssertionError("The exchange ended; it said:\n" + before);
    }

    /// A browser without scripts.
    Visitor visitor() {
        return new Visitor(this);
    }

    static final class Visitor {
        private final Exchange exchange;
        private final HttpClient browser = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .build();

        private Visitor(Exchange exchange) {
            this.exchange = exchange;
        }

        HttpResponse<String> get(String address) {
            try {
                return browser.send(
                        HttpRequest.newBuilder(URI.create(address))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /// Through Sallyport, where the holder is signed in.
        void signIn(Holder holder) {
            String asked = place(get(exchange.origin + "/oauth2/authorization/sallyport"));
            URI there = URI.create(asked);
            String back = place(holder.get(place(holder.get(there.getRawPath() + "?" + there.getRawQuery()))));
            assertThat(back).contains(exchange.origin + "/login/oauth2/code/sallyport");
            get(back.substring(back.indexOf(exchange.origin)));
            assertThat(isIn()).isTrue();
        }

        private static String place(HttpResponse<String> answer) {
            return answer.headers()
                    .firstValue("Location")
                    .or(() -> answer.headers().firstValue("Refresh"))
                    .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body()));
        }

        /// Whether he sees his desk.
        boolean isIn() {
            return get(exchange.origin + "/").body().contains("id=\"desk\"");
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
