package dev.sallyport.base.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sallyport.base.egress.Egress.Outcome;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Defends("A68")
@Asvs({"1.3.6", "13.2.4", "15.3.2"})
class EgressTest {
    private static Outcome post(Egress egress, String url) {
        egress.start();
        try {
            return egress.post(url, "application/json", Map.of(), "{}");
        } finally {
            egress.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "192.0.0.1",
                "192.0.2.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "192.88.99.1",
                "::1",
                "::",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "2001:db8::1",
                "2001::1",
                "2002:7f00:1::",
                "2002:a00:1::",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "::7f00:1",
                "3fff::1"
            })
    void nothingGoesToAnAddressThatIsNotPublic(String address) {
        assertThat(PublicAddresses.isPublic(InetAddress.ofLiteral(address))).isFalse();
        var egress = new Egress(false, host -> List.of(InetAddress.ofLiteral(address)));
        assertThat(post(egress, "https://events.examplex.com:1/hook")).isInstanceOf(Outcome.Forbidden.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2002:808:808::"})
    void publicAddressesAreLetThrough(String address) {
        assertThat(PublicAddresses.isPublic(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:1/", "https://localhost:1/", "https://2130706433:1/", "https://0x7f.1:1/",
                "https://127.1:1/", "https://[::1]:1/", "https://[::ffff:127.0.0.1]:1/", "https://0177.0.0.1:1/"
            })
    void loopbackInAnyDressIsRefusedOrReachesNobody(String url) {
        var egress = new Egress(false, host -> List.of(InetAddress.getAllByName(host)));
        assertThat(post(egress, url)).isNotInstanceOf(Outcome.Answered.class);
    }

    @Test
    void aNameWithOnePrivateAddressAmongPublicOnesIsRefused() {
        var egress =
                new Egress(false, host -> List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("10.0.0.1")));
        assertThat(post(egress, "https://events.examplex.com/hook")).isInstanceOf(Outcome.Forbidden.class);
    }

    /// A name that is public when it is looked at and private when it is used: it is asked for once, and connected to
    /// what
    /// was answered then.
    @Test
    void aNameThatChangesItsMindGainsNothing() throws IOException {
        var reached = new AtomicInteger();
        try (var inner = new Inner(200, reached)) {
            var asked = new AtomicInteger();
            var egress = new Egress(
                    false,
                    host -> asked.incrementAndGet() == 1
                            ? List.of(InetAddress.ofLiteral("8.8.8.8"))
                            : List.of(InetAddress.getLoopbackAddress()));
            egress.start();
            var outcomes = new ArrayList<Outcome>();
            for (int i = 0; i < 3; i++) {
                outcomes.add(egress.post(
                        "https://events.examplex.com:" + inner.port() + "/hook", "application/json", Map.of(), "{}"));
            }
            egress.stop();
            assertThat(outcomes).noneMatch(Outcome.Answered.class::isInstance);
            assertThat(outcomes.subList(1, 3)).allMatch(Outcome.Forbidden.class::isInstance);
            assertThat(reached).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://events.examplex.com/",
                "file:///etc/passwd",
                "gopher://a/",
                "https://user:pw@a.examplex.com/",
                "https://a.examplex.com/#x",
                "https:///x",
                "//a.examplex.com",
                "",
                "not an address"
            })
    void onlyPlainHttpsAddressesAreTaken(String url) {
        var egress = new Egress(false, host -> {
            throw new UnknownHostException(host);
        });
        assertThat(egress.obstacle(url)).isPresent();
        assertThat(post(egress, url)).isInstanceOf(Outcome.Forbidden.class);
    }

    @Test
    void whereAReceiverPointsNobodyGoes() throws IOException {
        var reached = new AtomicInteger();
        try (var inner = new Inner(302, reached)) {
            var egress = new Egress(true, host -> List.of(InetAddress.getLoopbackAddress()));
            assertThat(post(egress, "http://events.examplex.com:" + inner.port() + "/"))
                    .isEqualTo(new Outcome.Answered(302, ""));
            assertThat(reached).hasValue(1);
        }
    }

    @Test
    void whoTalksWithoutEndOrNotAtAllIsLeft() throws IOException {
        var egress = new Egress(true, host -> List.of(InetAddress.getLoopbackAddress()));
        try (var endless = new Endless()) {
            long start = System.nanoTime();
            assertThat(post(egress, "http://events.examplex.com:" + endless.port() + "/"))
                    .isInstanceOf(Outcome.Silent.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Egress.PATIENCE.plusSeconds(5));
        }
    }

    private static class Inner implements AutoCloseable {
        private final HttpServer server;

        Inner(int status, AtomicInteger reached) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                reached.incrementAndGet();
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port() + "/inner");
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
            server.start();
        }

        final int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static final class Endless implements AutoCloseable {
        private final HttpServer server;

        Endless() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] piece = new byte[8 * 1024];
                try (var body = exchange.getResponseBody()) {
                    while (true) {
                        body.write(piece);
                    }
                }
            });
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
