package dev.sallyport.notices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.Server;
import dev.sallyport.base.DemoHolder;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.config.ConfigFile;
import dev.sallyport.base.db.FreePort;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Nothing that makes the demo easy to try is there when it is in earnest.
class OutsideTheDemoTest {
    private static Config outside(TestNode demo) throws IOException {
        var database = demo.config.database();
        int port = FreePort.any();
        String ring = Base64.getEncoder()
                .encodeToString(Files.readString(demo.config.keys().file()).getBytes(StandardCharsets.UTF_8));
        var outcome = ConfigFile.read(
                null,
                Map.ofEntries(
                        Map.entry("SALLYPORT_ORIGIN", "http://localhost:" + port),
                        Map.entry("SALLYPORT_OUTSIDE_PORT", "" + port),
                        Map.entry("SALLYPORT_INSIDE_PORT", "" + FreePort.any()),
                        Map.entry("SALLYPORT_DATABASE_URL", database.url()),
                        Map.entry("SALLYPORT_DATABASE_USER", database.user()),
                        Map.entry("SALLYPORT_DATABASE_PASSWORD", database.password()),
                        Map.entry("SALLYPORT_DATABASE_OWNER_USER", database.ownerUser()),
                        Map.entry("SALLYPORT_DATABASE_OWNER_PASSWORD", database.ownerPassword()),
                        Map.entry("SALLYPORT_KEYS_RING", ring),
                        Map.entry("SALLYPORT_DATA", demo.config.data().toString()),
                        Map.entry("SALLYPORT_MAIL_HOST", "127.0.0.1"),
                        Map.entry("SALLYPORT_MAIL_FROM", "no-reply@examplex.com")),
                false);
        assertThat(outcome).isInstanceOf(ConfigFile.Outcome.Ready.class);
        return ((ConfigFile.Outcome.Ready) outcome).config();
    }

    @Test
    void thereIsNoMailbox() throws Exception {
        Config config = outside(TestNode.shared());
        // Its jobs must not take the messages of other tests: it only answers, and its scheduler is stopped
        // at once.
        try (var context = Server.start(config, more -> {});
                var http = HttpClient.newHttpClient()) {
            context.getBean(dev.sallyport.base.jobs.Jobs.class).stop();
            assertThat(context.getBeanNamesForType(DemoMailbox.class)).isEmpty();
            for (String path : new String[] {"/demo/mailbox", "/demo/mailbox.json?to=anna@examplex.com"}) {
                var request = HttpRequest.newBuilder(URI.create(config.origin() + path))
                        .build();
                assertThat(http.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    @Test
    @Asvs("6.3.2")
    void theSampleHolderIsInTheDemoAlone() throws Exception {
        try (var demo = TestNode.startAlone(new TestClock(), Map.of())) {
            JdbcClient jdbc = demo.bean(JdbcClient.class);
            Config config = outside(demo);
            try (var context = Server.start(config, more -> {})) {
                context.getBean(dev.sallyport.base.jobs.Jobs.class).stop();
                assertThat(context.getBeanNamesForType(DemoHolder.class)).isEmpty();
                assertThat(jdbc.sql("SELECT count(*) FROM account")
                                .query(Long.class)
                                .single())
                        .as("accounts that nobody opened")
                        .isZero();
            }
            DemoHolder.Sample sample = demo.bean(DemoHolder.class).sample();
            assertThat(demo.bean(DemoHolder.class).sample())
                    .as("each start asks")
                    .isEqualTo(sample);
            assertThat(jdbc.sql("SELECT count(*) FROM account")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
            var browser = new TestBrowser(demo);
            var signedIn = Holder.trySignIn(browser, sample.email(), sample.password());
            assertThat(signedIn.headers().firstValue("Location")).hasValue("/account");
            assertThat(Holder.isSignedIn(browser)).isTrue();
        }
    }
}
