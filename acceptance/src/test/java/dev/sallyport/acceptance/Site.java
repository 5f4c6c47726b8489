package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.audit.AuditVerification;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.KeyRingFile;
import dev.sallyport.base.db.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What an operator has around his nodes: a database, a key ring, a mail server and a provider of text
/// messages.
final class Site implements AutoCloseable {
    private static final String SMS_TOKEN = "acceptance-sms-token-5b1d";

    final Postgres postgres = Postgres.start();
    final Post mails;
    /// By telephone: the texts arrive at a provider of our own.
    final Post texts;
    final Path folder = Node.temporary("site");
    private final Path ring = folder.resolve("ring.json");
    private final GreenMail mailServer = mailServer();
    private final HttpServer provider;
    private final List<Map.Entry<String, String>> sent = new CopyOnWriteArrayList<>();

    Site() {
        mailServer.start();
        mails = Post.of(mailServer);
        provider = provider();
        texts = number -> sent.reversed().stream()
                .filter(text -> text.getKey().equals(number))
                .map(Map.Entry::getValue)
                .toList();
        try (var create = Jar.start(folder, Map.of(), "keys", "create", "--file", ring.toString())) {
            assertThat(create.exitCode()).as(create.said()).isZero();
        }
    }

    private static GreenMail mailServer() {
        var setup = new ServerSetup(FreePort.any(), "127.0.0.1", "smtp");
        setup.setServerStartupTimeout(Duration.ofSeconds(30).toMillis());
        return new GreenMail(setup);
    }

    private HttpServer provider() {
        try {
            var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/", exchange -> {
                var body = JsonMapper.builder()
                        .build()
                        .readTree(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                sent.add(Map.entry(body.get("to").asString(), body.get("text").asString()));
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Node node(String name) {
        return node(name, null, Map.of());
    }

    /// @param like a node whose origin this one serves too
    Node node(String name, @Nullable Node like, Map<String, String> more) {
        Map<String, String> settings = settings();
        settings.putAll(more);
        return Node.serve(folder.resolve(name), like, settings);
    }

    private Map<String, String> settings() {
        var settings = new HashMap<>(postgres.environment());
        settings.put("SALLYPORT_KEYS_FILE", ring.toString());
        settings.put("SALLYPORT_MAIL_HOST", "127.0.0.1");
        settings.put(
                "SALLYPORT_MAIL_PORT", Integer.toString(mailServer.getSmtp().getPort()));
        settings.put("SALLYPORT_MAIL_SECURITY", "none");
        settings.put("SALLYPORT_MAIL_FROM", "security@examplex.com");
        settings.put("SALLYPORT_SMS_KIND", "webhook");
        settings.put(
                "SALLYPORT_SMS_URL", "http://127.0.0.1:" + provider.getAddress().getPort() + "/");
        settings.put("SALLYPORT_SMS_TOKEN", SMS_TOKEN);
        settings.put("SALLYPORT_SMS_COUNTRIES", "DE");
        settings.put("SALLYPORT_SMS_HOME_COUNTRY", "DE");
        return settings;
    }

    /// What an operator types beside his nodes.
    ///
    /// @return what it said
    String command(Node node, String... arguments) {
        Map<String, String> settings = settings();
        settings.put("SALLYPORT_ORIGIN", node.origin().toString());
        settings.put("SALLYPORT_DATA", folder.resolve("command").toString());
        settings.put("SALLYPORT_SERVICES_PRIVATE_RECEIVERS", "true");
        try (var run = Jar.start(folder, settings, arguments)) {
            assertThat(run.exitCode()).as(run.said()).isZero();
            return run.said();
        }
    }

    /// As if the codes that apps have shown until now had been used long ago: the one of this moment is a new one.
    void stepsPass() {
        postgres.execute("UPDATE totp SET last_step = last_step - 20");
    }

    /// As if every browser had been known for two days.
    void daysPass() {
        postgres.execute("UPDATE device SET first_seen_at = first_seen_at - interval '2 days'");
    }

    /// Reads the whole record of facts as an auditor would, with the public keys alone.
    ///
    /// @param anchors what the nodes wrote to their own disks
    AuditVerification.Outcome verifyRecord(Path... anchors) {
        try {
            var keys = new KeyRingFile(new Config.Keys(ring, null, null, "sallyport", null)).read();
            return AuditVerification.verify(
                    postgres.settings.url(),
                    postgres.settings.ownerUser(),
                    postgres.settings.ownerPassword(),
                    keys.signers(),
                    List.of(anchors));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        provider.stop(0);
        mailServer.stop();
        postgres.close();
    }
}
