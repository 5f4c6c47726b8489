package dev.sallyport.signals;

import dev.sallyport.base.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// The settings of Kafka's client: those of the operator's file as they are, and over them what order and safety rest
/// on. Values are never told, since any may be a secret.
public final class TopicSettings {
    /// For one try; two of them, and the search for a broker, lie well within the minute for which an event is claimed.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final List<String> COMPRESSIONS = List.of("none", "gzip");

    private static final String NOBODY = "none of the names in kafka.servers is known";

    private TopicSettings() {}

    static Properties of(Config.Kafka kafka) {
        Properties all = file(kafka.properties());
        all.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "sallyport");
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, String.join(",", kafka.servers()));
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        // Written by all that are in step, once, and in the order of sending.
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5");
        all.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        atMost(all, ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE);
        atMost(all, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE);
        atMost(all, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE.dividedBy(2));
        // Nothing of ours is told to the broker or to JMX.
        all.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        all.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        return all;
    }

    private static void atMost(Properties all, String name, Duration longest) {
        String said = all.getProperty(name, "");
        boolean shorter = said.matches("\\d{1,9}") && Long.parseLong(said) < longest.toMillis();
        all.put(name, shorter ? said : Long.toString(longest.toMillis()));
    }

    private static Properties file(@Nullable Path path) {
        var read = new Properties();
        if (path != null) {
            try (var in = Files.newBufferedReader(path)) {
                read.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (IllegalArgumentException e) {
                throw new UncheckedIOException(new IOException("no properties", e));
            }
        }
        return read;
    }

    /// What is wrong with them, in a sentence without its end; looked at before anything starts.
    public static Optional<String> obstacle(Config.Kafka kafka) {
        try {
            var unknown = new TreeSet<String>();
            file(kafka.properties()).stringPropertyNames().stream()
                    .filter(name -> !known().contains(name))
                    .forEach(unknown::add);
            if (!unknown.isEmpty()) {
                return Optional.of("Kafka's client knows no setting called " + String.join(", ", unknown));
            }
            Properties all = of(kafka);
            if (!COMPRESSIONS.contains(all.getProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none"))) {
                return Optional.of("compression.type can be none or gzip");
            }
            // Reads key stores and logins too. Whether a broker is there is no matter for a start.
            TopicWriter.open(kafka).close();
            return Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.of("it is no file of properties in UTF-8");
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage())).filter(why -> !why.equals(NOBODY));
        }
    }

    /// Such a file often serves consumers too.
    private static Set<String> known() {
        var names = new HashSet<>(ProducerConfig.configNames());
        names.addAll(ConsumerConfig.configNames());
        return names;
    }

    /// Names the setting that is wrong, and never its value.
    static String why(KafkaException wrong) {
        for (Throwable t = wrong; t != null; t = t.getCause()) {
            String said = String.valueOf(t.getMessage());
            if (t instanceof ConfigException && said.startsWith("No resolvable bootstrap urls")) {
                return NOBODY;
            }
            if (said.startsWith("Failed to load SSL")) {
                return said;
            }
            if (said.contains("JAAS") || said.contains("Login module")) {
                return "sasl.jaas.config is missing, or is no login of Kafka's form";
            }
            Optional<String> name = known().stream()
                    .filter(n -> said.contains("configuration " + n))
                    .max(Comparator.comparingInt(String::length));
            if (name.isPresent()) {
                return name.get() + " has a value that Kafka's client does not take";
            }
        }
        return "Kafka's client does not start with these settings";
    }
}
