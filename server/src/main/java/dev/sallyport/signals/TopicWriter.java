package dev.sallyport.signals;

import dev.sallyport.base.config.Config;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;

/// A connection to Kafka. This class and [TopicSettings] alone know the client's classes.
final class TopicWriter {
    private final KafkaProducer<String, byte[]> producer;
    private final String topic;
    private volatile boolean spoilt;

    private TopicWriter(KafkaProducer<String, byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    /// @throws IllegalArgumentException when the settings do not do, or no broker's name is known
    static TopicWriter open(Config.Kafka kafka) {
        try {
            return new TopicWriter(new KafkaProducer<>(TopicSettings.of(kafka)), kafka.topic());
        } catch (KafkaException e) {
            throw new IllegalArgumentException(TopicSettings.why(e), e);
        }
    }

    Reply write(String key, byte[] value, Map<String, String> headers) {
        var record = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get(TopicSettings.PATIENCE.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
            return new Reply.Taken();
        } catch (ExecutionException e) {
            return reply(Objects.requireNonNullElse(e.getCause(), e));
        } catch (KafkaException | IllegalStateException e) {
            return reply(e);
        } catch (TimeoutException e) {
            spoilt = true;
            return new Reply.Missed("no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Missed("this node is stopping");
        }
    }

    private Reply reply(Throwable failed) {
        if (failed instanceof RecordTooLargeException || failed instanceof InvalidTopicException) {
            return new Reply.Refused(said(failed));
        }
        // What does not pass by itself may have left the producer in a state that it never leaves.
        spoilt |= !(failed instanceof RetriableException);
        return new Reply.Missed(said(failed));
    }

    /// The broker's own words; what else a client says could hold a piece of its settings.
    private static String said(Throwable failed) {
        String name = failed.getClass().getSimpleName();
        String words = String.valueOf(failed.getMessage()).replaceFirst("\\.+$", "");
        return failed instanceof ApiException ? name + ": " + words : name;
    }

    /// Whether another one should be opened in its place.
    boolean isSpoilt() {
        return spoilt;
    }

    /// Who waits for an answer hears that there is none; the events are written again.
    void close() {
        producer.close(Duration.ZERO);
    }
}
