package dev.sallyport.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Somebody proves an address of his own at the very moment in which another is being taken. A lock held by
/// the test opens that moment as wide as it needs.
@Proves("R-OOB-1")
@Defends("A28")
@Asvs({"15.4.2", "2.3.3"})
class ReplacedCodeTest {
    private final TestNode node = TestNode.shared();

    private static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    private Connection connection() throws SQLException {
        Connection connection = node.bean(DataSource.class).getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private boolean somebodyWaits(String kindOfLock) {
        return node.bean(JdbcClient.class)
                        .sql("SELECT count(*) FROM pg_locks WHERE locktype = :kind AND NOT granted")
                        .param("kind", kindOfLock)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    @Test
    void aSignUpTakesNoAddressThatWasNotProven() throws SQLException {
        String unproven = Holder.newAddress();
        String proven = Holder.newAddress();
        var browser = new TestBrowser(node);
        Holder.proveAddress(browser, unproven);
        browser.get("/sign-up/password");
        var second = new TestBrowser(node);
        second.cookies.putAll(browser.cookies);
        byte[] index = node.bean(Contacts.class)
                .indexOf(Identifiers.read(unproven, "DE").orElseThrow());
        CompletableFuture<String> completing;
        try (Connection test = connection();
                var lock = test.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            lock.setLong(1, ByteBuffer.wrap(index).getLong());
            lock.execute();
            completing = CompletableFuture.supplyAsync(
                    () -> place(browser.post("/sign-up/password", Map.of("password", Holder.PASSWORD))));
            Holder.await("it has read what is to be taken", () -> somebodyWaits("advisory"));
            Holder.proveAddress(second, proven);
            test.commit();
        }
        assertThat(completing.join()).isNotEqualTo("303 /account");
        for (String address : new String[] {unproven, proven}) {
            assertThat(Holder.trySignIn(new TestBrowser(node), address, Holder.PASSWORD)
                            .statusCode())
                    .isEqualTo(422);
        }
        // Nothing was used up: whoever has proven the other goes on with it.
        second.get("/sign-up/password");
        assertThat(place(second.post("/sign-up/password", Map.of("password", Holder.PASSWORD))))
                .isEqualTo("303 /account");
        assertThat(place(Holder.trySignIn(new TestBrowser(node), proven, Holder.PASSWORD)))
                .isEqualTo("303 /account");
    }

    @Test
    void aHolderGetsTheAddressOfTheCodeThatHeTyped() throws SQLException {
        Holder thief = Holder.signUp(node);
        String own = Holder.newAddress();
        String victims = Holder.newAddress();
        UUID account = UUID.fromString(thief.account());
        thief.browser.get("/account/contacts");
        thief.browser.post("/account/contacts", Map.of("identifier", own));
        String code = Holder.code(thief.browser, own);
        var row = node.bean(JdbcClient.class)
                .sql("SELECT target_closed, target_index, code FROM contact_code WHERE account_id = :account")
                .param("account", account)
                .query()
                .singleRow();
        thief.browser.post("/account/contacts", Map.of("identifier", victims));
        CompletableFuture<String> adding;
        try (Connection test = connection();
                var replace = test.prepareStatement(
                        "UPDATE contact_code SET target_closed = ?, target_index = ?, code = ? WHERE account_id = ?")) {
            replace.setBytes(1, (byte[]) row.get("target_closed"));
            replace.setBytes(2, (byte[]) row.get("target_index"));
            replace.setString(3, (String) row.get("code"));
            replace.setObject(4, account);
            assertThat(replace.executeUpdate()).isEqualTo(1);
            adding = CompletableFuture.supplyAsync(
                    () -> place(thief.browser.post("/account/contacts/new/code", Map.of("code", code))));
            Holder.await("it has read what is to be added", () -> somebodyWaits("transactionid"));
            test.commit();
        }
        assertThat(adding.join()).isEqualTo("303 /account/contacts?done=added");
        assertThat(node.bean(Contacts.class).list(new dev.sallyport.base.who.AccountId(account)).stream()
                        .map(Contact::text))
                .containsExactlyInAnyOrder(thief.address, own);
    }
}
