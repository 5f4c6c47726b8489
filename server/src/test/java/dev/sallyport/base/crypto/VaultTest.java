package dev.sallyport.base.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What is closed opens in its own place only. Whoever can write to the database cannot make one holder's secret
/// another's.
@Proves("R-CRY-1")
@Asvs("11.3.3")
class VaultTest {
    private static final String COLUMN = "contact.value";
    private static final String TEXT = "anna@examplex.com";

    private final TestNode node = TestNode.shared();
    private final Vault vault = node.bean(Vault.class);

    private AccountId account() {
        return node.bean(Tx.class).run(() -> {
            var account = AccountId.create(node.clock.instant());
            vault.createKey(account);
            return account;
        });
    }

    private static void doesNotOpen(ThrowingCallable opening) {
        assertThatThrownBy(opening).isInstanceOf(KeyTrouble.class).hasMessageNotContaining("anna");
    }

    @Test
    void aValueOpensInItsOwnAccountAndColumnAlone() {
        AccountId anna = account();
        AccountId other = account();
        byte[] closed = vault.close(anna, COLUMN, TEXT);
        assertThat(vault.openText(anna, COLUMN, closed)).isEqualTo(TEXT);
        doesNotOpen(() -> vault.openText(other, COLUMN, closed));
        doesNotOpen(() -> vault.openText(anna, "session.seen", closed));
        // Under one key, so that it is the place alone that refuses.
        JdbcClient jdbc = node.bean(JdbcClient.class);
        assertThat(jdbc.sql("SELECT count(DISTINCT ring_key) FROM account_key WHERE account_id IN (:anna, :other)")
                        .param("anna", anna.value())
                        .param("other", other.value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void oneBitThatWasChangedIsNoticed() {
        AccountId anna = account();
        byte[] closed = vault.close(anna, COLUMN, TEXT);
        for (int at = 0; at < closed.length; at++) {
            byte[] changed = closed.clone();
            changed[at] ^= 1;
            doesNotOpen(() -> vault.openText(anna, COLUMN, changed));
        }
        doesNotOpen(() -> vault.openText(anna, COLUMN, java.util.Arrays.copyOf(closed, closed.length - 1)));
        doesNotOpen(() -> vault.openText(anna, COLUMN, new byte[0]));
    }

    @Test
    void equalValuesLookDifferent() {
        AccountId anna = account();
        assertThat(vault.close(anna, COLUMN, TEXT)).isNotEqualTo(vault.close(anna, COLUMN, TEXT));
    }

    @Test
    void aDataKeyThatWasMovedToAnotherAccountDoesNotOpen() {
        AccountId anna = account();
        AccountId thief = account();
        byte[] closed = vault.close(anna, COLUMN, TEXT);
        node.asSuperuser("UPDATE account_key SET (ring_key, wrapped) ="
                + " (SELECT ring_key, wrapped FROM account_key WHERE account_id = '" + anna + "')"
                + " WHERE account_id = '" + thief + "'");
        doesNotOpen(() -> vault.openText(thief, COLUMN, closed));
        doesNotOpen(() -> vault.close(thief, COLUMN, "other"));
    }

    @Test
    void whatBelongsToNobodyYetOpensInItsOwnRowAndColumnAlone() {
        byte[] closed = vault.closeUnowned(COLUMN, "row-1", TEXT);
        assertThat(vault.openUnowned(COLUMN, "row-1", closed)).isEqualTo(TEXT);
        doesNotOpen(() -> vault.openUnowned(COLUMN, "row-2", closed));
        doesNotOpen(() -> vault.openUnowned("contact_code.value", "row-1", closed));
    }

    @Test
    @Defends("A67")
    void aDestroyedKeyOpensNothingAgain() {
        AccountId anna = account();
        byte[] closed = vault.close(anna, COLUMN, TEXT);
        node.bean(Tx.class).run(() -> vault.destroyKey(anna));
        doesNotOpen(() -> vault.openText(anna, COLUMN, closed));
        assertThat(vault.hasKey(anna)).isFalse();
    }
}
