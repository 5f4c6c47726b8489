package dev.sallyport.notices;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Language;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Mail to a server that encrypts. Its certificate is made here, and trusted by this JVM for these tests only.
class SmtpTlsTest {
    private static final String WORD = "no-secret-of-anybody";

    @TempDir
    private static Path folder;

    private static SSLContext before;
    private static SSLContext known;
    private static SSLContext stranger;
    private static SSLContext another;

    @BeforeAll
    static void vouch() throws Exception {
        KeyStore ours = certificate("ours", "ip:127.0.0.1");
        KeyStore elsewhere = certificate("elsewhere", "dns:mail.examplex.net");
        known = identity(ours);
        another = identity(elsewhere);
        stranger = identity(certificate("stranger", "ip:127.0.0.1"));

        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ours", ours.getCertificate("key"));
        trusted.setCertificateEntry("elsewhere", elsewhere.getCertificate("key"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        before = SSLContext.getDefault();
        SSLContext.setDefault(context);
    }

    @AfterAll
    static void vouchNoMore() {
        SSLContext.setDefault(before);
    }

    /// A key with a certificate of its own for this name, as `keytool` makes them.
    private static KeyStore certificate(String name, String alternative) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        WORD,
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + alternative)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(folder.resolve(name + ".log")))
                .isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, WORD.toCharArray());
        }
        return store;
    }

    private static SSLContext identity(KeyStore store) throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, WORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static TestNode node(TlsServer server, String security) {
        return TestNode.startAlone(
                new TestClock(),
                Map.of(
                        "mail.host",
                        "127.0.0.1",
                        "mail.port",
                        Integer.toString(server.port()),
                        "mail.security",
                        security,
                        "mail.user",
                        "sallyport",
                        "mail.password",
                        WORD,
                        "mail.from",
                        "security@examplex.com"));
    }

    private static String send(TestNode node) {
        return node.bean(Tx.class)
                .run(() -> node.bean(Notices.class)
                        .send(new Message(
                                null,
                                Channel.MAIL,
                                "anna@examplex.com",
                                Language.ENGLISH,
                                "password.changed",
                                Map.of("device", "Firefox on Linux", "place", "Cologne"))))
                .text();
    }

    private static String state(TestNode node, String id) {
        return node.bean(JdbcClient.class)
                .sql("SELECT state FROM notice WHERE message_id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "tls"})
    void aMailToAServerThatCanBeTrustedGoesEncryptedWithNameAndPasswordToo(String security) throws IOException {
        try (var server = new TlsServer(known, security.equals("tls"));
                var node = node(server, security)) {
            String id = send(node);
            Post.await(() -> state(node, id).equals("sent"), "the delivery");
            assertThat(server.protocols).containsExactly("TLSv1.3");
            assertThat(server.encrypted)
                    .contains("AUTH PLAIN "
                            + Base64.getEncoder().encodeToString(("sallyport\0sallyport\0" + WORD).getBytes(US_ASCII)))
                    .contains("RCPT TO:<anna@examplex.com>")
                    .anyMatch(line -> line.contains("Firefox on Linux"));
            assertThat(server.plain).allMatch(line -> line.startsWith("EHLO ") || line.equals("STARTTLS"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "tls"})
    void aServerForWhomNobodyVouchesGetsNothing(String security) throws IOException {
        refuses(stranger, security);
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "tls"})
    void aServerWhoseCertificateNamesAnotherGetsNothing(String security) throws IOException {
        refuses(another, security);
    }

    private static void refuses(SSLContext identity, String security) throws IOException {
        try (var server = new TlsServer(identity, security.equals("tls"));
                var node = node(server, security)) {
            String id = send(node);
            var retried = node.bean(MeterRegistry.class)
                    .counter("sallyport.notices", "channel", "MAIL", "outcome", "retried");
            Post.await(() -> retried.count() >= 1, "a refused try");
            assertThat(state(node, id)).isEqualTo("waiting");
            assertThat(server.encrypted).isEmpty();
            assertThat(server.plain).allMatch(line -> line.startsWith("EHLO ") || line.equals("STARTTLS"));
        }
    }
}
