package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/// A holder's whole life with the product, and then a thief who has the database, the disk below it, the logs
/// at their most talkative, the metrics and the traces. He searches for everything that the holder knows.
class StolenDatabaseTest {
    private static final Pattern DEVICE = Pattern.compile("/account/devices/([0-9a-f-]{36})/name");
    private static final Pattern OBJECTION = Pattern.compile("/objections/[A-Za-z0-9_-]+");
    private static final Pattern RECOVERY_CODE = Pattern.compile("\\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{3,5}\\b");
    private static final Canaries CANARIES = new Canaries();
    private static final Traces TRACES = new Traces();
    private static final BreachList BREACHES = new BreachList();
    private static Site site;
    private static Node node;

    @BeforeAll
    static void live() {
        site = new Site();
        node = site.node(
                        "talkative",
                        null,
                        Map.of(
                                "LOGGING_LEVEL_ROOT", "DEBUG",
                                "SALLYPORT_TRACING_ENDPOINT", TRACES.address(),
                                "SALLYPORT_PASSWORD_BREACH_API", BREACHES.address()))
                .awaitReady();

        String mail = CANARIES.add("mail", Holder.newMail());
        String password = CANARIES.add("password", "violet harbour tin whistle 81");
        var first = new Holder(node);
        CANARIES.add("code", first.signUp(mail, password, site.mails));
        CANARIES.add("address", first.address);

        var second = new Holder(node).reading(mail, site.mails);
        CANARIES.add("address", second.address);
        second.get("/sign-in");
        String mistyped = CANARIES.add("password", "violet harbour tin whistel 81");
        second.post("/sign-in", Map.of("identifier", mail, "password", mistyped));
        second.post("/sign-in", Map.of("identifier", mail, "password", password));
        assertThat(second.isSignedIn()).isTrue();

        String other = CANARIES.add("mail", Holder.newMail());
        second.get("/account/contacts");
        Holder.redirects(second.post("/account/contacts", Map.of("identifier", other)), "/account/contacts/new/code");
        second.get("/account/contacts/new/code");
        String code = CANARIES.add("code", site.mails.code(other));
        Holder.redirects(second.post("/account/contacts/new/code", Map.of("code", code)), "/account/contacts");

        String device = only(DEVICE, second.get("/account/devices").body());
        Holder.redirects(
                second.post(
                        "/account/devices/" + device + "/name",
                        Map.of("name", CANARIES.add("device", "Grandmother kitchen slate"))),
                "/account/devices");
        Holder.redirects(
                second.post(
                        "/account/preferences",
                        Map.of("zone", "Europe/Berlin", "name", CANARIES.add("name", "Wilhelmina Kestrel"))),
                "/account/contacts");

        String next = CANARIES.add("password", "nineteen quiet otters rowing");
        second.get("/account/password");
        Holder.redirects(second.post("/account/password", Map.of("current", password, "password", next)), "/account");
        addSecondProofs(second);
        first.get("/account/devices");
        second.get("/account/activity");
        second.get("/account");
        second.post("/account/sessions/others/removal", Map.of());
        assertThat(second.codes).hasSize(1);
        CANARIES.add("code", second.codes.getFirst());

        String national = "151" + ThreadLocalRandom.current().nextInt(10_000_000, 99_999_999);
        CANARIES.add("number", national);
        var phone = new Holder(node);
        CANARIES.add("address", phone.address);
        CANARIES.add("code", phone.signUp("+49" + national, password, site.texts));

        var stranger = new Holder(node);
        String nobody = CANARIES.add("mail", Holder.newMail());
        stranger.get("/sign-in");
        stranger.post("/sign-in", Map.of("identifier", nobody, "password", mistyped));
        stranger.get("/sign-up");
        stranger.post("/sign-up", Map.of("identifier", mail));
        stranger.get("/objections/" + CANARIES.add("token", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));

        Holder leaver = liveOnAndLeave();

        for (Holder holder : List.of(first, second, phone, stranger, leaver)) {
            holder.set.stream()
                    .filter(cookie -> !cookie.startsWith("__Host-language"))
                    .map(cookie -> cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')))
                    .filter(value -> !value.isEmpty())
                    .distinct()
                    .forEach(value -> CANARIES.addToken(value));
        }
        CANARIES.add("token", Node.SERVICE_TOKEN);
        CANARIES.add("password", site.postgres.settings.password());
        node.sessionIsGood(second.sessionToken());
    }

    private static void addSecondProofs(Holder holder) {
        holder.get("/account/phrase");
        Holder.redirects(
                holder.post("/account/phrase", Map.of("phrase", CANARIES.add("phrase", "marmalade observatory"))),
                "/account/phrase");
        App app = holder.bindApp();
        CANARIES.add("key", app.key());
        CANARIES.add("key", app.key().replace(" ", ""));
        CANARIES.addBytes("key", app.keyBytes());
        holder.get("/account/two-step/recovery-codes");
        var codes = RECOVERY_CODE.matcher(
                holder.post("/account/two-step/recovery-codes", Map.of()).body());
        while (codes.find()) {
            CANARIES.add("recovery code", codes.group());
            CANARIES.add("recovery code", codes.group().replace("-", ""));
        }
    }

    /// One whose password becomes known, who gets another one at the next sign-in, and then closes the account.
    private static Holder liveOnAndLeave() {
        String mail = CANARIES.add("mail", Holder.newMail());
        String password = CANARIES.add("password", "copper umbrella sixty marsh");
        new Holder(node).signUp(mail, password, site.mails);
        BREACHES.add(password);
        var leaver = new Holder(node);
        CANARIES.add("address", leaver.address);
        leaver.get("/sign-in");
        Holder.redirects(
                leaver.post("/sign-in", Map.of("identifier", mail, "password", password)), "/sign-in/contact-code");
        assertThat(leaver.cookies).as("carries the sign-in on").containsKey("__Host-signin");
        leaver.get("/sign-in/contact-code");
        String code = CANARIES.add("code", site.mails.code(mail, 2));
        Holder.redirects(leaver.post("/sign-in/contact-code", Map.of("code", code)), "/sign-in/new-password");
        leaver.get("/sign-in/new-password");
        String fresh = CANARIES.add("password", "eleven glass foxes yodel");
        Holder.redirects(leaver.post("/sign-in/new-password", Map.of("password", fresh)), "/account");
        leaver.get("/account/closing");
        Holder.redirects(leaver.post("/account/closing", Map.of("understood", "yes")), "/signed-out");
        String objection = site.mails.link(mail, OBJECTION);
        CANARIES.addToken(objection.substring("/objections/".length()));
        assertThat(leaver.get(objection).statusCode()).isEqualTo(200);
        assertThat(leaver.post(objection, Map.of()).statusCode()).isEqualTo(200);
        return leaver;
    }

    private static String only(Pattern pattern, String page) {
        var found = pattern.matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    @AfterAll
    static void stop() {
        node.close();
        site.close();
        TRACES.close();
        BREACHES.close();
    }

    @Test
    @Defends("A67")
    @Asvs("13.3.1")
    void aDumpOfTheDatabaseHoldsNothingThatTheHolderKnows() throws SQLException, IOException {
        assertThat(CANARIES.size()).as("what is searched for").isGreaterThan(40);
        Map<String, byte[]> dump = dump();
        assertThat(dump).as("tables").hasSizeGreaterThan(20);
        dump.forEach((table, rows) -> assertThat(CANARIES.in(rows)).as(table).isEmpty());
    }

    @Test
    @Defends("A67")
    void theFilesAndTheJournalBelowTheDatabaseHoldNothingEither() throws IOException {
        site.postgres.execute("CHECKPOINT");
        for (Path file : site.postgres.files()) {
            assertThat(CANARIES.in(read(file))).as(file.toString()).isEmpty();
        }
    }

    @Test
    @Defends("A65")
    @Asvs("16.2.5")
    void theLogsHoldNothingEvenAtTheirMostTalkative() {
        assertThat(node.jar().said()).contains("\"DEBUG\"").contains("sallyport");
        assertThat(CANARIES.in(node.jar().said().getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    @Defends("A65")
    void theMetricsHoldNothing() {
        String metrics = node.inside("/actuator/prometheus").body();
        assertThat(metrics).contains("sallyport_session_checks");
        assertThat(CANARIES.in(metrics.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    @Defends("A65")
    @Asvs("14.2.1")
    void theTracesHoldNothing() {
        // What was done last has come by now; each request is there by its pattern.
        await("the traces")
                .atMost(Duration.ofSeconds(60))
                .until(() -> new String(TRACES.all(), StandardCharsets.ISO_8859_1).contains("/objections/{token}"));
        assertThat(CANARIES.in(TRACES.all())).isEmpty();
    }

    /// A search that never finds proves nothing: what is put there on purpose is found, in every disguise.
    @Test
    void theSearchFindsWhatIsThere() throws SQLException, IOException {
        String secret = "planted " + ThreadLocalRandom.current().nextLong();
        var planted = new Canaries();
        planted.add("planted", secret);
        for (byte[] disguise : Canaries.disguises(secret.getBytes(StandardCharsets.UTF_8))) {
            site.postgres.execute("CREATE SCHEMA IF NOT EXISTS apart; CREATE TABLE apart.planted (a bytea, b text);"
                    + "INSERT INTO apart.planted (b) VALUES ('.."
                    + new String(disguise, StandardCharsets.UTF_8).replace("'", "''") + "..')");
            assertThat(planted.in(java.util.Objects.requireNonNull(dump().get("apart.planted"))))
                    .isNotEmpty();
            site.postgres.execute("DROP SCHEMA apart CASCADE");
        }
        boolean onDisk = false;
        site.postgres.execute("CHECKPOINT");
        for (Path file : site.postgres.files()) {
            onDisk |= !planted.in(read(file)).isEmpty();
        }
        assertThat(onDisk).as("found in the files and the journal").isTrue();
    }

    /// Every table of every schema, as `pg_dump` would copy it.
    private static Map<String, byte[]> dump() throws SQLException, IOException {
        var dump = new java.util.TreeMap<String, byte[]>();
        try (var connection = site.postgres.superuser();
                var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var rows = statement.executeQuery("SELECT schemaname || '.' || tablename FROM pg_tables")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                var copy = new ByteArrayOutputStream();
                connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + table + " TO STDOUT", copy);
                dump.put(table, copy.toByteArray());
            }
        }
        return dump;
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            // PostgreSQL took it away between the listing and the reading.
            return new byte[0];
        }
    }
}
