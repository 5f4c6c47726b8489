package dev.sallyport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchTest {
    private static final Figure.Floor FLOOR = new Figure.Floor("floor", 10);

    @Test
    void wrongCallIsTwo() {
        assertThat(Bench.run("no-such-scenario")).isEqualTo(2);
        assertThat(Bench.run()).isEqualTo(2);
        assertThat(Bench.run("argon2", "--seconds", "0")).isEqualTo(2);
    }

    @Test
    void listIsAlwaysGood() {
        assertThat(Bench.run("list")).isZero();
    }

    @Test
    void oneMissMakesTheReportAMiss() {
        var met = Figure.ratioAtLeast("a", 7, "/s", FLOOR, 0.7, 0.7);
        var missed = Figure.ratioAtLeast("b", 6.9, "/s", FLOOR, 0.69, 0.7);
        assertThat(Report.of("x", List.of(met)).met()).isTrue();
        assertThat(Report.of("x", List.of(met, missed)).met()).isFalse();
    }

    @Test
    void whatCouldNotBeMeasuredIsAMiss() {
        assertThat(Report.of("x", List.of(Figure.missing("a", ">= 1.3 x"))).met())
                .isFalse();
        assertThat(Figure.atMost("a", Double.NaN, "s", 3).met()).isFalse();
        assertThat(Figure.ratioAtMost("a", 1, "s", FLOOR, Double.NaN, 3).met()).isFalse();
    }

    @Test
    void reportAsJsonSaysFloorRatioAndGoal() {
        var figure = Figure.ratioAtLeast("checks", 7, "/s", FLOOR, 0.7, 0.7);
        JsonNode report = JsonMapper.shared()
                .readTree(JsonMapper.shared().writeValueAsString(Report.of("check", List.of(figure))));
        assertThat(report.propertyNames())
                .containsExactlyInAnyOrder("machine", "java", "commit", "scenario", "figures");
        JsonNode one = report.get("figures").get(0);
        assertThat(one.get("floor").get("name").asString()).isEqualTo("floor");
        assertThat(one.get("ratio").asDouble()).isEqualTo(0.7);
        assertThat(one.get("goal").asString()).isEqualTo(">= 0.7 x");
        assertThat(one.get("met").asBoolean()).isTrue();
    }

    @Test
    void medianAndPercentileAreTheKnownOnes() {
        assertThat(Series.median(3, 1, 2)).isEqualTo(2);
        assertThat(Series.median(4, 1, 2, 3)).isEqualTo(2.5);
        var hundred =
                java.util.stream.IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
        assertThat(Series.percentile(hundred, 0.99)).isEqualTo(99);
        assertThat(Series.medianRatio(new double[] {2, 9, 8}, new double[] {1, 3, 2}))
                .isEqualTo(3);
    }

    @Test
    void argon2IsMeasuredInASmokeRun() throws InterruptedException {
        List<Figure> figures = new Argon2Scenario().run(new Scenario.Setting(1, true));
        assertThat(figures).hasSize(24);
        assertThat(figures).filteredOn(f -> f.goal() != null).hasSize(16);
    }

    @Test
    void secondProofsAreMeasuredInASmokeRun() {
        List<Figure> figures = new ProofsScenario().run(new Scenario.Setting(1, true));
        assertThat(figures).hasSize(4).allMatch(figure -> figure.value() > 0);
        assertThat(figures).extracting(Figure::goal).contains("<= 50 us", "<= 500 us");
    }

    @Test
    void signaturesAreMeasuredInASmokeRun() {
        List<Figure> figures = new SignaturesScenario().run(new Scenario.Setting(1, true));
        assertThat(figures).hasSize(5).allMatch(figure -> figure.value() > 0 && figure.floor() != null);
    }

    @Test
    void tokensAreMeasuredInASmokeRun() throws Exception {
        List<Figure> figures = new TokensScenario().run(new Scenario.Setting(1, true));
        assertThat(figures).hasSize(3).allMatch(figure -> figure.value() > 0);
        assertThat(figures).extracting(Figure::goal).contains(">= 1000000 /s", "<= 1.2 x");
    }

    static Stream<Scenario> onNodes() {
        return Stream.of(
                new CheckScenario(),
                new IntrospectScenario(),
                new GrantsScenario(),
                new ScaleScenario(),
                new EndScenario());
    }

    /// Starts nodes by the launcher, which builds first what is not built.
    @ParameterizedTest
    @EnabledIfSystemProperty(named = "sallyport.long", matches = "true")
    @MethodSource("onNodes")
    void whatNeedsANodeIsMeasuredInASmokeRunToo(Scenario scenario) throws Exception {
        List<Figure> figures = scenario.run(new Scenario.Setting(1, true));
        assertThat(figures).hasSize(4).allMatch(figure -> figure.value() >= 0);
    }

    /// An answer that is not what was asked for ends a measurement; it is never counted as a quick one.
    @Test
    void wrongAnswersAreNotMeasured() throws Exception {
        var server = com.sun.net.httpserver.HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "{\"active\":false}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        byte[] request =
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        int port = server.getAddress().getPort();
        try (var right = new Load(port, 2, List.of(request), "\"active\":false");
                var wrong = new Load(port, 2, List.of(request), "\"active\":true")) {
            assertThat(right.turn(java.time.Duration.ofMillis(100)).micros()).isNotEmpty();
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> wrong.turn(java.time.Duration.ofMillis(100)))
                    .isInstanceOf(Unmeasurable.class)
                    .hasMessageContaining("\"active\":false");
        } finally {
            server.stop(0);
        }
    }
}
