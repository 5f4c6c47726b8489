package dev.sallyport.base.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.sallyport.base.who.Secret;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Proves("R-LOG-1")
@Defends("A64")
@Asvs("16.4.1")
class LogTest {
    private static final String ECS = "ecs";
    private static final String PLAIN = "dev.sallyport.base.log.PlainLog";
    private static final String EVIL = "anna\r\n{\"message\":\"forged\"}\u001b[2J\u202Edrowssap\u2028x\u0000";

    private static String write(String format, String message, Object value, @Nullable Throwable fault) {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test", Map.of("logging.structured.json.customizer", EcsLog.class.getName())));
        context.putObject(Environment.class.getName(), environment);
        var encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setFormat(format);
        encoder.start();
        Logger logger = context.getLogger("dev.sallyport.Some");
        var event = new LoggingEvent("", logger, Level.INFO, "said {}", fault, new Object[] {message});
        event.addKeyValuePair(new KeyValuePair("user.name", value));
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    private static JsonNode json(String line) {
        return JsonMapper.builder().build().readTree(line);
    }

    @Test
    @Asvs({"16.2.2", "16.2.4"})
    void aServingNodeWritesEcsWithNestedFields() {
        var line = json(write(ECS, "hello", "anna", new IllegalStateException("broken")));
        assertThat(line.at("/message").asString()).isEqualTo("said hello");
        assertThat(line.at("/user/name").asString()).isEqualTo("anna");
        assertThat(line.at("/log/level").asString()).isEqualTo("INFO");
        assertThat(line.at("/@timestamp").asString()).endsWith("Z");
        assertThat(line.at("/ecs/version").asString()).isEqualTo("8.11");
        assertThat(line.at("/error/stack_trace").asString()).contains("IllegalStateException: broken\n\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {ECS, PLAIN})
    void oneEventIsOneLineWhateverAStrangerWroteIntoIt(String format) {
        String written = write(format, EVIL, EVIL, null);
        assertThat(written).endsWith("\n");
        String line = written.substring(0, written.length() - 1);
        assertThat(line)
                .doesNotContain("\n")
                .doesNotContain("\r")
                .doesNotContain("\u001b")
                .doesNotContain("\u202E")
                .doesNotContain("\u2028")
                .doesNotContain("\u0000");
    }

    @Test
    void aDecodedEcsMessageIsStillOneHarmlessLine() {
        var line = json(write(ECS, EVIL, EVIL, new IllegalStateException(EVIL)));
        for (String field : new String[] {"/message", "/user/name", "/error/message"}) {
            assertThat(line.at(field).asString())
                    .contains("anna\\u000d\\u000a{")
                    .contains("\\u001b[2J\\u202edrowssap");
        }
        assertThat(line.at("/error/stack_trace").asString())
                .doesNotContain("\u001b")
                .doesNotContain("\u202E");
    }

    @Test
    void theLinesOfAnExceptionCannotBeTakenForEvents() {
        String written = write(PLAIN, "x", "y", new IllegalStateException("a\n12:00:00.000 INFO Server: forged"));
        assertThat(written.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("  | "));
    }

    @Property
    void noTextMakesASecondLine(@ForAll String text) {
        assertThat(Harmless.line(text).lines().count()).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {ECS, PLAIN})
    @Defends("A65")
    @Asvs("16.2.5")
    void aSecretIsNeverPrinted(String format) {
        var secret = new Secret("canary-4711");
        String written = write(
                format,
                "password " + secret + " in " + Map.of("password", secret),
                secret,
                new IllegalStateException("refused " + secret));
        assertThat(written).contains("[REDACTED]").doesNotContain("canary");
    }
}
