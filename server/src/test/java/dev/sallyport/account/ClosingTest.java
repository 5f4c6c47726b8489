package dev.sallyport.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditVerification;
import dev.sallyport.base.crypto.Keys;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ClosingTest {
    private final TestNode node = TestNode.shared();

    private static void close(Holder holder) {
        holder.browser.get("/account/closing");
        assertThat(holder.browser.post("/account/closing", Map.of()).statusCode())
                .isEqualTo(422);
        var answer = holder.browser.post("/account/closing", Map.of("understood", "on"));
        assertThat(answer.headers().firstValue("Location")).hasValue("/signed-out");
    }

    @Test
    @Asvs("7.4.2")
    void aClosingAccountIsSignedOutEverywhereAndKeptBySigningIn() {
        Holder holder = Holder.signUp(node);
        TestBrowser other = holder.elsewhere();
        close(holder);
        assertThat(Holder.isSignedIn(other)).isFalse();
        assertThat(holder.isSignedIn()).isFalse();
        Holder.await("told", () -> Holder.count(other, holder.address, "Your account is going to be closed") == 1);
        node.clock.advance(Duration.ofDays(13));
        holder.again();
        holder.browser.get("/account/closing");
        assertThat(holder.browser
                        .post("/account/closing/cancellation", Map.of())
                        .statusCode())
                .isEqualTo(303);
        Holder.await("told", () -> Holder.count(other, holder.address, "Your account stays") == 1);
        node.clock.advance(Duration.ofDays(2));
        node.bean(Closings.class).eraseDue();
        assertThat(Holder.trySignIn(new TestBrowser(node), holder.address, Holder.PASSWORD)
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    @Proves("R-REC-3")
    @Defends("A30")
    void theLinkInTheMailKeepsItToo() {
        Holder holder = Holder.signUp(node);
        close(holder);
        Holder.await("the link", () -> holder.mails().getFirst().text().contains("/objections/"));
        String link = holder.mails().getFirst().objection();
        var reader = new TestBrowser(node);
        reader.get(link);
        reader.get(link);
        assertThat(reader.post(link, Map.of()).statusCode()).isEqualTo(200);
        node.clock.advance(Closings.LIFE.plusDays(1));
        node.bean(Closings.class).eraseDue();
        assertThat(Holder.trySignIn(new TestBrowser(node), holder.address, Holder.PASSWORD)
                        .statusCode())
                .isEqualTo(303);
    }

    /// Takes the account over and closes it: another address is added, the owner's is removed, and the account
    /// is closed.
    private static void takeAwayAndClose(Holder owner, String thiefs) {
        TestBrowser thief = owner.elsewhere();
        thief.get("/account/contacts");
        thief.post("/account/contacts", Map.of("identifier", thiefs));
        thief.post("/account/contacts/new/code", Map.of("code", Holder.code(thief, thiefs)));
        String owners = Holder.json(thief, "/api/contacts").get(0).get("id").asString();
        assertThat(thief.post("/account/contacts/" + owners + "/removal", Map.of())
                        .statusCode())
                .isEqualTo(303);
        thief.get("/account/closing");
        assertThat(thief.post("/account/closing", Map.of("understood", "on"))
                        .headers()
                        .firstValue("Location"))
                .hasValue("/signed-out");
    }

    private static String link(Holder holder, String subject) {
        Holder.await(
                subject,
                () -> holder.mails().stream()
                        .anyMatch(m -> m.subject().equals(subject) && m.text().contains("/objections/")));
        return holder.mails().stream()
                .filter(m -> m.subject().equals(subject) && m.text().contains("/objections/"))
                .findFirst()
                .orElseThrow()
                .objection();
    }

    private void eraseAfterTwoWeeks() {
        node.clock.advance(Closings.LIFE.plusDays(1));
        node.bean(Closings.class).eraseDue();
    }

    @Test
    @Proves("R-REC-3")
    @Defends("A33")
    void anAddressThatWasRemovedBeforeKeepsTheAccountToo() {
        Holder owner = Holder.signUp(node);
        String thiefs = Holder.newAddress();
        takeAwayAndClose(owner, thiefs);
        String link = link(owner, "Your account is going to be closed");
        var reader = new TestBrowser(node);
        reader.get(link);
        assertThat(reader.post(link, Map.of()).statusCode()).isEqualTo(200);
        eraseAfterTwoWeeks();
        assertThat(Holder.trySignIn(reader, thiefs, Holder.PASSWORD).statusCode())
                .isEqualTo(303);
    }

    @Test
    @Proves("R-REC-3")
    @Defends("A33")
    void takingBackTheRemovalOfAnAddressTakesBackTheClosingToo() {
        Holder owner = Holder.signUp(node);
        takeAwayAndClose(owner, Holder.newAddress());
        String link = link(owner, "An address was removed from your account");
        var reader = new TestBrowser(node);
        reader.get(link);
        assertThat(reader.post(link, Map.of()).statusCode()).isEqualTo(200);
        Holder.await("told", () -> Holder.count(reader, owner.address, "Your account stays") == 1);
        eraseAfterTwoWeeks();
        owner.again();
        assertThat(Holder.json(owner.browser, "/api/preferences").has("eraseAt")
                        && !Holder.json(owner.browser, "/api/preferences")
                                .get("eraseAt")
                                .isNull())
                .isFalse();
    }

    @Test
    @Asvs("7.4.2")
    void noNodeRemembersASessionOfAnAccountThatWasErased() {
        Holder holder = Holder.signUp(node);
        close(holder);
        node.clock.advance(Closings.LIFE.minusMinutes(5));
        holder.again();
        try (var other = TestNode.start(node.clock, Map.of())) {
            var there = new TestBrowser(other);
            there.cookies.putAll(holder.browser.cookies);
            assertThat(Holder.isSignedIn(there)).isTrue();
            assertThat(holder.isSignedIn()).isTrue();
            node.clock.advance(Duration.ofMinutes(6));
            node.bean(Closings.class).eraseDue();
            assertThat(holder.isSignedIn()).isFalse();
            Holder.await("the other node has heard it", () -> !Holder.isSignedIn(there));
        }
    }

    @Test
    @Proves({"R-PRI-1", "R-LOG-1", "R-CRY-1"})
    @Asvs("14.2.7")
    void afterTwoWeeksNothingIsLeftButAProvableRecord() throws SQLException {
        Holder holder = Holder.signUp(node);
        var account = new AccountId(UUID.fromString(holder.account()));
        close(holder);
        node.clock.advance(Closings.LIFE.plusMinutes(1));
        assertThat(node.bean(Closings.class).eraseDue()).isGreaterThan(0);
        var jdbc = node.bean(JdbcClient.class);
        for (String table : List.of(
                "account",
                "contact",
                "identifier",
                "contact_code",
                "objection",
                "proof",
                "proving",
                "session",
                "device",
                "password",
                "password_history",
                "account_key",
                "sign_in",
                "attempt")) {
            assertThat(jdbc.sql("SELECT count(*) FROM " + table + " WHERE account_id = :account")
                            .param("account", account.value())
                            .query(Integer.class)
                            .single())
                    .as(table)
                    .isZero();
        }
        assertThat(node.bean(Vault.class).hasKey(account)).isFalse();
        assertThat(jdbc.sql("SELECT count(*) FROM audit_fact WHERE account_id = :account")
                        .param("account", account.value())
                        .query(Integer.class)
                        .single())
                .isGreaterThan(3);
        var d = node.config.database();
        assertThat(AuditVerification.verify(
                        d.url(),
                        d.user(),
                        d.password(),
                        node.bean(Keys.class).ring().signers(),
                        List.of()))
                .isInstanceOf(AuditVerification.Outcome.Whole.class);
        // Signing in answers as for an address that nobody has; and the address is free again.
        assertThat(Holder.trySignIn(new TestBrowser(node), holder.address, Holder.PASSWORD)
                        .statusCode())
                .isEqualTo(422);
        Holder next = Holder.signUp(node, holder.address);
        assertThat(next.account()).isNotEqualTo(account.toString());
        assertThat(Holder.json(next.browser, "/api/sessions").size()).isEqualTo(1);
        assertThat(next.browser.get("/account/activity").body()).doesNotContain("account.closing");
    }
}
