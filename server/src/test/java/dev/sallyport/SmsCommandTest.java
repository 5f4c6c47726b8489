package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Language;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestNode;
import dev.sallyport.notices.Channel;
import dev.sallyport.notices.Message;
import dev.sallyport.notices.Notices;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The operator's switch for texts, as he uses it.
@Proves("R-OOB-3")
@Defends("A13")
@Asvs("2.4.1")
class SmsCommandTest {
    @TempDir
    Path folder;

    private record Said(int code, String out, String err) {}

    private static Said say(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Sallyport.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Said(code, out.toString(), err.toString());
    }

    private Path settings(Config.Database database) throws IOException {
        return Files.writeString(folder.resolve("sallyport.yaml"), """
                origin: https://account.examplex.com
                database: {url: "%s", user: "%s", password: "%s", owner-user: "%s"}
                mail: {host: smtp.examplex.com, from: no-reply@examplex.com}
                keys: {file: %s}
                """.formatted(
                        database.url(),
                        database.user(),
                        database.password(),
                        database.ownerUser(),
                        folder.resolve("ring.json")));
    }

    private static String state(TestNode node, String country) {
        String number = country + ThreadLocalRandom.current().nextInt(10_000_000, 99_999_999);
        var id = node.bean(Tx.class)
                .run(() -> node.bean(Notices.class)
                        .send(new Message(null, Channel.SMS, number, Language.ENGLISH, "password.changed", Map.of())));
        var state = node.bean(JdbcClient.class)
                .sql("SELECT state FROM notice WHERE message_id = :id")
                .param("id", id.text());
        Holder.await("an end", () -> !state.query(String.class).single().matches("waiting|sending"));
        return state.query(String.class).single();
    }

    @Test
    void textsToACountryStopAndGoOnForAllNodes() throws IOException {
        try (var node = TestNode.startAlone(TestNode.shared().clock, Map.of())) {
            Path file = settings(node.config.database());
            assertThat(sms(file, "list").out()).contains("nowhere");
            assertThat(state(node, "+336")).isEqualTo("sent");
            assertThat(sms(file, "stop", "FR")).satisfies(said -> {
                assertThat(said.code()).isZero();
                assertThat(said.out()).contains("FR are stopped");
            });
            assertThat(sms(file, "stop", "FR").out()).contains("already");
            node.clock.advance(Duration.ofSeconds(11));
            assertThat(state(node, "+336")).isEqualTo("dropped");
            assertThat(state(node, "+49151")).isEqualTo("sent");
            assertThat(sms(file, "list").out()).contains("FR: all texts are stopped by the operator since 2");
            // Without an end: it is the operator who takes it back.
            node.clock.advance(Duration.ofDays(40));
            assertThat(state(node, "+336")).isEqualTo("dropped");
            assertThat(sms(file, "start", "FR").out()).contains("FR go on");
            assertThat(sms(file, "start", "FR").out()).contains("were not stopped");
            node.clock.advance(Duration.ofSeconds(11));
            assertThat(state(node, "+336")).isEqualTo("sent");
        }
    }

    private static Said sms(Path file, String... words) {
        return say(Stream.of(Stream.of("sms"), Stream.of(words), Stream.of("--config", file.toString()))
                .flatMap(s -> s)
                .toArray(String[]::new));
    }

    @Test
    void whatIsNoCountryAndADatabaseThatIsNotThereAreToldInSentences() throws IOException {
        Path file = settings(new Config.Database("jdbc:postgresql://127.0.0.1:1/none", "one", "", "two", "", 2));
        assertThat(sms(file, "stop", "Germany")).satisfies(said -> {
            assertThat(said.code()).isEqualTo(2);
            assertThat(said.err()).contains("\"Germany\" is no two-letter country code");
        });
        assertThat(sms(file, "list")).satisfies(said -> {
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.err())
                    .contains("jdbc:postgresql://127.0.0.1:1/none")
                    .endsWith(".\n");
        });
    }
}
