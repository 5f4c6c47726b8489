package dev.sallyport.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.config.ConfigFile;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.LogLines;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.signals.Broker.Seen;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events to a topic of a real broker.
@Proves("R-EVT-1")
class KafkaTest {
    @TempDir
    static Path folder;

    private static Broker broker;

    private static TestNode node;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        broker = new Broker(folder);
        var settings = new HashMap<>(broker.settings(Broker.PASSWORD));
        settings.put("services.private-receivers", "true");
        node = TestNode.startAlone(new TestClock(), settings);
    }

    @AfterAll
    static void stop() {
        node.close();
        broker.close();
    }

    private static AccountId account(TestNode at) {
        AccountId account = AccountId.create(at.clock.instant());
        at.bean(Tx.class).run(() -> at.bean(Vault.class).createKey(account));
        return account;
    }

    private static void facts(TestNode at, AccountId account, int from, int to) {
        for (int i = from; i < to; i++) {
            Fact fact = Fact.success("session.ended").with("reason", "number-" + i);
            at.bean(Tx.class).run(() -> at.bean(Audit.class).record(account, fact));
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "number-" + i).toList();
    }

    private static Receiver topic(TestNode at) {
        return at.bean(Receivers.class).list().stream()
                .filter(receiver -> receiver.name().equals(Topic.NAME))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isAllTold(TestNode at) {
        at.clock.advance(Duration.ofSeconds(20));
        return at.bean(DeliveryStore.class).oldest().isEmpty();
    }

    @Test
    void anEventIsWhatAWebhookGetsWithTheAccountAsKeyAndItsIdInTheHeaders() {
        try (var listener = new Listener()) {
            node.bean(Receivers.class).add("beside", listener.url(), List.of());
            var holder = Holder.signUp(node);
            var got = listener.await(holder.account(), "session.started");
            Holder.await("all", () -> isAllTold(node));
            Seen seen = broker.of(holder.account()).stream()
                    .filter(s -> s.id().equals(got.id()))
                    .findFirst()
                    .orElseThrow();
            assertThat(seen.body()).isEqualTo(got.body()).doesNotContain("@");
            assertThat(seen.headers())
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_type", "session.started")
                    .containsEntry("ce_source", node.config.origin().toString())
                    .containsEntry("content-type", "application/json");
            assertThat(Instant.parse(seen.headers().get("ce_time")))
                    .isEqualTo(Instant.parse(seen.json().get("timestamp").asString()));
            assertThat(UUID.fromString(seen.id()).version()).isEqualTo(7);
            assertThat(broker.of(holder.account()).stream().map(Seen::partition).distinct())
                    .hasSize(1);
            node.bean(Receivers.class).remove("beside");
        }
    }

    @Test
    void aBrokerThatDiesAndComesBackLosesNothingTurnsNothingAroundAndDelaysNobodyElse() {
        try (var listener = new Listener()) {
            node.bean(Receivers.class).add("good", listener.url(), List.of("session.ended"));
            var accounts = Stream.generate(() -> account(node)).limit(4).toList();
            accounts.forEach(account -> facts(node, account, 0, 5));
            broker.kill();
            accounts.forEach(account -> facts(node, account, 5, 10));
            Holder.await("all at the good one", () -> listener.taken().size() == 40);
            var registry = node.bean(MeterRegistry.class);
            Holder.await("three failures", () -> {
                node.clock.advance(Duration.ofSeconds(20));
                return topic(node).failures() >= Courier.IN_A_ROW;
            });
            assertThat(registry.get("sallyport.signals.failing").gauge().value())
                    .isEqualTo(1);
            assertThat(registry.get("sallyport.signals.oldest.seconds").gauge().value())
                    .isPositive();
            broker.start();
            Holder.await("all", () -> isAllTold(node));
            List<Seen> everything = broker.all();
            for (AccountId account : accounts) {
                List<Seen> seen = everything.stream()
                        .filter(s -> s.key().equals(account.toString()))
                        .toList();
                // One that was written when the broker died may stand there twice, with the same id.
                var first = new HashMap<String, String>();
                seen.forEach(s -> first.putIfAbsent(s.id(), s.reason()));
                assertThat(seen.stream()
                                .map(Seen::id)
                                .distinct()
                                .map(first::get)
                                .toList())
                        .isEqualTo(numbers(10));
            }
            assertThat(registry.get("sallyport.signals.failing").gauge().value())
                    .isZero();
            node.bean(Receivers.class).remove("good");
        }
    }

    @Test
    @Defends("A65")
    @Asvs("16.2.5")
    void aWrongPasswordIsSaidWithTheBrokersWordsAndStandsInNoLog() throws IOException {
        var topic = topic(settings(broker.settings("canary-wrong-0b")));
        try (var lines = LogLines.ofAll()) {
            Holder.await("the broker's words", () -> says(topic, "SaslAuthenticationException: Authentication failed"));
            // Once the password is right, it goes on without a new start.
            broker.settings("canary-wrong-0b", Broker.PASSWORD);
            Holder.await("taken", () -> topic.write(event(), new byte[0]) instanceof Reply.Taken);
            assertThat(lines.lines()).noneMatch(line -> line.contains("canary-"));
        } finally {
            topic.stop();
        }
    }

    private static boolean says(Topic topic, String words) {
        return topic.write(event(), new byte[0]) instanceof Reply.Missed(String why) && why.startsWith(words);
    }

    private static Event event() {
        AccountId nobody = AccountId.create(Instant.now());
        return new Event(nobody, 1, nobody.value(), Kind.SESSION_ENDED, Instant.now(), Map.of());
    }

    private static Topic topic(Config config) {
        return new Topic(config, node.bean(ReceiverStore.class), node.clock);
    }

    private static Config settings(Map<String, String> settings) {
        var environment = new HashMap<String, String>();
        settings.forEach((name, value) ->
                environment.put("SALLYPORT_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        return ((ConfigFile.Outcome.Ready) ConfigFile.read(null, environment, true)).config();
    }

    @Test
    void aNodeWithoutTheSettingLeavesWhatIsForTheTopicToOneThatHasIt() {
        var without = topic(settings(Map.of()));
        try (var lines = LogLines.of(Topic.class)) {
            without.start();
            assertThat(lines.lines()).singleElement().asString().contains("`kafka.servers` is not set here");
        }
        assertThat(without.isNamed()).isFalse();
        node.bean(Receivers.class).turn(Topic.NAME, Receiver.State.PAUSED, "a test");
        facts(node, account(node), 0, 1);
        node.bean(Receivers.class).turn(Topic.NAME, Receiver.State.ON, "a test");
        assertThat(node.bean(DeliveryStore.class).waiting(node.clock.instant(), false))
                .doesNotContain(topic(node).id());
        Holder.await("all", () -> isAllTold(node));
    }

    @Test
    void anotherTopicInTheSettingsIsTheSameReceiver() throws IOException {
        var settings = new HashMap<>(broker.settings(Broker.PASSWORD));
        settings.put("kafka.topic", "elsewhere");
        UUID before = topic(node).id();
        topic(settings(settings)).start();
        assertThat(topic(node).url()).isEqualTo("elsewhere");
        topic(node.config).start();
        assertThat(topic(node).url()).isEqualTo(Broker.TOPIC);
        assertThat(topic(node).id()).isEqualTo(before);
    }

    @Test
    void anOperatorPausesItAndItsNameIsItsOwn() {
        var receivers = node.bean(Receivers.class);
        assertThat(receivers.add(Topic.NAME, "https://a.examplex.com/", List.of()))
                .isInstanceOf(Receivers.Added.Wrong.class);
        assertThat(topic(node).way()).isEqualTo(Receiver.Way.KAFKA);
        assertThat(topic(node).url()).isEqualTo(Broker.TOPIC);
        receivers.turn(Topic.NAME, Receiver.State.PAUSED, "a test");
        AccountId account = account(node);
        facts(node, account, 0, 2);
        node.clock.advance(Duration.ofMinutes(1));
        assertThat(broker.of(account.toString())).isEmpty();
        receivers.turn(Topic.NAME, Receiver.State.ON, "a test");
        Holder.await("all", () -> isAllTold(node));
        assertThat(broker.of(account.toString())).hasSize(2);
    }

    /// Everything else would have the client loaded at every start, whether it is used or not.
    @Test
    void onlyTwoClassesKnowTheClient() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> read(file).contains("import org.apache.kafka."))
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("TopicSettings.java", "TopicWriter.java");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String obstacle(String properties) throws IOException {
        Path file = Files.writeString(folder.resolve("some.properties"), properties);
        return TopicSettings.obstacle(new Config.Kafka(List.of("127.0.0.1:1"), "t", file))
                .orElse("");
    }

    @Test
    @Asvs("16.2.5")
    void whatIsWrongInTheFileIsSaidBeforeTheStartByItsNameAndNeverItsValue() throws IOException {
        assertThat(obstacle("")).isEmpty();
        assertThat(obstacle("group.id=of-consumers\nauto.offset.reset=earliest"))
                .isEmpty();
        assertThat(obstacle("ssl.trustore.location=/canary")).endsWith("called ssl.trustore.location");
        assertThat(obstacle("security.protocol=canary")).startsWith("security.protocol has a value");
        assertThat(obstacle("security.protocol=SSL\nssl.truststore.location=/nowhere/ca.p12"))
                .contains("/nowhere/ca.p12");
        assertThat(obstacle("security.protocol=SASL_SSL\nsasl.mechanism=PLAIN")).startsWith("sasl.jaas.config");
        assertThat(obstacle("security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=canary canary;"))
                .startsWith("sasl.jaas.config")
                .doesNotContain("canary");
        assertThat(obstacle("compression.type=zstd")).contains("none or gzip");
        assertThat(obstacle("sasl.jaas.config=\\u00zz")).contains("no file of properties");
    }
}
