package dev.sallyport.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Fact;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which facts are told, as what, and that docs/events.md says so.
@Proves("R-EVT-1")
class CatalogueTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\|.*\\|([^|]*)\\|$");
    private static final Pattern CASE = Pattern.compile("case \"([a-z.-]+)\"");

    @ParameterizedTest
    @CsvSource({
        "session.opened, session.started",
        "session.renewed, session.proven",
        "session.ended, session.ended",
        "oauth.ended, tokens.revoked",
        "oauth.token-revoked, tokens.revoked",
        "signin.succeeded, sign-in.succeeded",
        "password.changed, credential.changed",
        "passkey.added, credential.changed",
        "passkey.removed, credential.changed",
        "totp.added, credential.changed",
        "totp.removed, credential.changed",
        "messagecode.on, credential.changed",
        "messagecode.off, credential.changed",
        "messagecode.blocked, credential.changed",
        "device.trusted, device.changed",
        "device.distrusted, device.changed",
        "device.forgotten, device.changed",
        "contact.added, identifier.changed",
        "contact.removed, identifier.changed",
        "contact.primary-changed, identifier.changed",
        "withdrawal.approved, withdrawal.changed",
        "withdrawal.opened, withdrawal.changed",
        "withdrawal.cancelled, withdrawal.changed",
        "withdrawal.redeemed, withdrawal.changed",
        "recoverycode.made, recovery.changed",
        "recoverycode.used, recovery.used",
        "account.opened, account.opened",
        "account.closing, account.disabled",
        "account.kept, account.enabled",
        "lockdown.on, account.disabled",
        "recovery.begun, recovery.used",
        "recovery.completed, credential.changed",
        "account.erased, account.purged"
    })
    void aFactIsToldWhenItCameAboutAndNotWhenItFailed(String fact, String type) {
        assertThat(Projection.of(Fact.success(fact)).orElseThrow().kind().type())
                .isEqualTo(type);
        assertThat(Projection.of(Fact.failure(fact))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "session.moved, session.held",
        "withdrawal.refused, withdrawal.changed",
        "withdrawal.voided, withdrawal.changed",
        "withdrawal.given-up, withdrawal.changed",
        "withdrawal.declined, withdrawal.changed",
        "device.copy-suspected, credential.suspected",
        "passkey.clone-suspected, credential.suspected"
    })
    void aSuspicionIsTold(String fact, String type) {
        assertThat(Projection.of(Fact.failure(fact)).orElseThrow().kind().type())
                .isEqualTo(type);
    }

    @Test
    void addressesReasonsOfFailureAndWhatNobodyKnowsAreToldToNobody() {
        for (String fact : List.of("signin.failed", "password.changed", "contact.code-failed", "totp.replayed")) {
            assertThat(Projection.of(Fact.failure(fact).with("reason", "wrong")))
                    .isEmpty();
        }
        assertThat(Projection.of(Fact.success("account.preferences-changed"))).isEmpty();
        var told = Projection.of(Fact.success("contact.added")
                .with("contact", "a•••@examplex.com")
                .with("kind", "MAIL"));
        assertThat(told.orElseThrow().more()).isEqualTo(Map.of("change", "added", "kind", "mail"));
    }

    /// A feature that calls its fact otherwise one day would be silent here.
    @Test
    void everyFactThatIsToldIsRecordedSomewhere() throws IOException {
        Path sources = Path.of("src/main/java/dev/sallyport");
        String projection = Files.readString(sources.resolve("signals/Projection.java"));
        String others;
        try (Stream<Path> files = Files.walk(sources)) {
            others = files.filter(file -> file.toString().endsWith(".java")
                            && !file.toString().contains("/signals/"))
                    .map(CatalogueTest::read)
                    .collect(Collectors.joining());
        }
        var silent = CASE.matcher(projection)
                .results()
                .map(found -> found.group(1))
                .filter(kind -> !others.contains("\"" + kind + "\""))
                .toList();
        assertThat(silent).isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thePageListsEveryTypeWithItsToken() throws IOException {
        var listed = new TreeMap<String, String>();
        ROW.matcher(Files.readString(Path.of("../docs/events.md")))
                .results()
                .forEach(row -> listed.put(row.group(1), row.group(2).strip().replace("`", "")));
        var real = new TreeMap<String, String>();
        for (Kind kind : Kind.values()) {
            if (kind.ofAccounts()) {
                String schema = kind.schema();
                real.put(kind.type(), schema == null ? "" : schema.replace("https://schemas.openid.net/secevent/", ""));
            }
        }
        assertThat(listed).isEqualTo(real);
    }

    /// CAEP and RISC demand these.
    @Test
    void everyTokenHasWhatItsTypeDemands() {
        var node = TestNode.shared();
        var stream = node.bean(Streams.class)
                .create("catalogue", new Streams.Wanted(null, new dev.sallyport.base.who.Secret(""), null, ""));
        var data = new TreeMap<>(Map.of(
                "session", SessionId.create(Instant.now()).toString(),
                "proofs", "pwd otp",
                "level", "aal2",
                "credential", "app",
                "change", "create",
                "reason", "moved"));
        Map<String, List<String>> demanded = Map.of(
                "session-established", List.of("amr", "acr"),
                "assurance-level-change", List.of("namespace", "current_level"),
                "risk-level-change", List.of("principal", "current_level", "risk_reason"),
                "credential-change", List.of("credential_type", "change_type"));
        var seen = new TreeSet<String>();
        for (Kind kind : Kind.values()) {
            String schema = kind.schema();
            if (schema == null || !kind.ofAccounts()) {
                continue;
            }
            var account = dev.sallyport.base.who.AccountId.create(Instant.now());
            var event = new Event(account, 1, account.value(), kind, Instant.now(), data);
            var claims = payload(node.bean(Sets.class).write(stream, event))
                    .get("events")
                    .get(schema);
            assertThat(claims.has("event_timestamp")).isTrue();
            assertThat(claims.at("/reason_admin/en").asString()).isNotEmpty();
            demanded.getOrDefault(schema.substring(schema.lastIndexOf('/') + 1), List.of())
                    .forEach(name -> assertThat(claims.has(name))
                            .as(schema + " has " + name)
                            .isTrue());
            seen.add(schema);
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(Streams.supported());
        node.bean(Streams.class).remove("catalogue", stream.id());
    }

    private static tools.jackson.databind.JsonNode payload(String token) {
        byte[] json = java.util.Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return tools.jackson.databind.json.JsonMapper.builder().build().readTree(json);
    }

    /// What a holder really does, through the pages.
    @Test
    void aHoldersDeedsAreToldInTheirOrder() {
        try (var node = TestNode.startAlone(new TestClock(), Map.of("services.private-receivers", "true"));
                var listener = new Listener()) {
            node.bean(Receivers.class).add("all", listener.url(), List.of());
            var holder = Holder.signUp(node);
            String account = holder.account();
            holder.elsewhere();
            holder.browser.json("DELETE", "/api/session", null);
            listener.await(account, "session.ended");
            List<String> told =
                    listener.taken(account).stream().map(Listener.Got::event).toList();
            assertThat(told)
                    .startsWith("account.opened")
                    .endsWith("session.ended")
                    .contains("session.started");
            assertThat(Arrays.stream(Kind.values()).map(Kind::type)).containsAll(told);
        }
    }
}
