package dev.sallyport.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.db.FreePort;
import dev.sallyport.harness.Holder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real Kafka broker (KRaft, one node) in a process of its own, from the class path that the module `broker` wrote
/// down. Sallyport comes in by TLS and a password; the test reads without either.
final class Broker implements AutoCloseable {
    static final String TOPIC = "account-events";
    static final String PASSWORD = "canary-kafka-7f3a";
    private static final String STORE_PASSWORD = "canary-store-51cc";
    private static final Path CLASS_PATH = Path.of("../broker/target/class-path");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What a reader of the topic sees.
    record Seen(String key, int partition, Map<String, String> headers, String body) {
        String id() {
            return Objects.requireNonNull(headers.get("ce_id"));
        }

        JsonNode json() {
            return JSON.readTree(body);
        }

        String reason() {
            return json().get("data").path("reason").asString("");
        }
    }

    private final Path folder;
    private final int safe = FreePort.any();
    private final int plain = FreePort.any();
    private @Nullable Process process;

    Broker(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("log"));
        // As `kafka-storage format` writes it, which would take a start of Java more.
        Files.writeString(folder.resolve("log/meta.properties"), """
                version=1
                cluster.id=c2FsbHlwb3J0LXRlc3RzIQ
                node.id=1
                directory.id=c2FsbHlwb3J0LWZvbGRlcg
                """);
        certificate();
        settings();
        start();
        try (var admin = Admin.create(reader())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void certificate() throws IOException, InterruptedException {
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=broker",
                        "-validity",
                        "7",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        STORE_PASSWORD,
                        "-keystore",
                        store().toString())
                .redirectErrorStream(true)
                .start();
        try (InputStream said = keytool.getInputStream()) {
            String all = new String(said.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(keytool.waitFor()).as(all).isZero();
        }
    }

    private Path store() {
        return folder.resolve("broker.p12");
    }

    private void settings() throws IOException {
        int controller = FreePort.any();
        Files.writeString(folder.resolve("server.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                listeners=SAFE://127.0.0.1:%2$d,PLAIN://127.0.0.1:%3$d,CONTROLLER://127.0.0.1:%1$d
                advertised.listeners=SAFE://127.0.0.1:%2$d,PLAIN://127.0.0.1:%3$d
                listener.security.protocol.map=SAFE:SASL_SSL,PLAIN:PLAINTEXT,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=PLAIN
                sasl.enabled.mechanisms=PLAIN
                listener.name.safe.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_sallyport="%4$s";
                ssl.keystore.location=%5$s
                ssl.keystore.password=%6$s
                log.dirs=%7$s
                broker.session.timeout.ms=1000
                broker.heartbeat.interval.ms=300
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                """.formatted(
                        controller, safe, plain, PASSWORD, store(), STORE_PASSWORD, folder.resolve("log")));
    }

    void start() {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-cp",
                            Files.readString(CLASS_PATH).strip(),
                            "kafka.Kafka",
                            folder.resolve("server.properties").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out.txt").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Holder.await("the broker", this::answers);
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", plain), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// At once, as a machine that loses its power.
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /// The settings of a node that writes here.
    Map<String, String> settings(String password) throws IOException {
        return settings(password, password);
    }

    /// The same, written anew with another password.
    Map<String, String> settings(String before, String password) throws IOException {
        Path file = Files.writeString(folder.resolve("client-" + before.hashCode() + ".properties"), """
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="sallyport" password="%s";
                ssl.truststore.location=%s
                ssl.truststore.password=%s
                compression.type=gzip
                max.block.ms=1500
                delivery.timeout.ms=1500
                request.timeout.ms=1000
                """.formatted(
                        password, store(), STORE_PASSWORD));
        return Map.of("kafka.servers", "127.0.0.1:" + safe, "kafka.topic", TOPIC, "kafka.properties", file.toString());
    }

    /// All that the topic holds, partition by partition, in the order of each.
    List<Seen> all() {
        var seen = new ArrayList<Seen>();
        try (var consumer =
                new KafkaConsumer<String, String>(reader(), new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(p -> new TopicPartition(TOPIC, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < Objects.requireNonNull(ends.get(p)))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> seen.add(seen(record)));
            }
        }
        return seen;
    }

    private static Seen seen(ConsumerRecord<String, String> record) {
        var headers = new TreeMap<String, String>();
        Arrays.stream(record.headers().toArray())
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return new Seen(record.key(), record.partition(), headers, record.value());
    }

    List<Seen> of(String account) {
        return all().stream().filter(seen -> seen.key().equals(account)).toList();
    }

    private Properties reader() {
        var settings = new Properties();
        settings.put("bootstrap.servers", "127.0.0.1:" + plain);
        settings.put("enable.metrics.push", "false");
        return settings;
    }

    @Override
    public void close() {
        kill();
    }
}
