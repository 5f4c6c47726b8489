package dev.sallyport.base.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an operator can set about the exchange's own services: who calls, and who is told.
final class ServiceSettings {
    private static final Pattern SERVER = Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+]):[1-9][0-9]{0,4}");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private ServiceSettings() {}

    static Config.Services services(Settings s, boolean demo, Config.Ports ports) {
        URI url = s.url("services.url", "https", "http");
        return new Config.Services(
                url == null ? URI.create("http://localhost:" + ports.inside()) : url,
                s.flag("services.private-receivers", demo),
                s.existing("withdrawal.policy-file"),
                s.existing("withdrawal.networks-file"),
                kafka(s));
    }

    private static Config.@Nullable Kafka kafka(Settings s) {
        List<String> servers = s.list("kafka.servers");
        String topic = s.text("kafka.topic");
        Path properties = s.existing("kafka.properties");
        if (servers.isEmpty()) {
            if (topic != null || properties != null) {
                s.mistake("kafka.servers", "is missing: some of the brokers, such as kafka-1:9092,kafka-2:9092");
            }
            return null;
        }
        for (String server : servers) {
            if (!SERVER.matcher(server).matches()) {
                s.mistake("kafka.servers", "holds \"" + server + "\", which is no host:port such as kafka-1:9092");
            }
        }
        if (topic == null || !TOPIC.matcher(topic).matches() || topic.matches("\\.{1,2}")) {
            s.mistake("kafka.topic", "must be the name of a topic: letters, digits, dots, _ and -, at most 249");
            return null;
        }
        return new Config.Kafka(servers, topic, properties);
    }

    static Map<String, String> tokens(Settings s) {
        Map<String, String> tokens = new LinkedHashMap<>(s.section("service-tokens"));
        for (String pair : s.list("service-tokens")) {
            int equals = pair.indexOf('=');
            tokens.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
        }
        tokens.forEach((name, hash) -> {
            if (!hash.matches("[0-9a-f]{64}")) {
                s.mistake(
                        "service-tokens." + name,
                        "must be the SHA-256 of the token in lower-case hex; make both with `sallyport keys service-token`");
            }
        });
        return Map.copyOf(tokens);
    }
}
