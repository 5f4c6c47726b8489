package dev.sallyport.withdrawal;

import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.AccountId;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Keeps destinations closed under the account's key, and knows one again by a keyed hash.
@Component
class DestinationVault {
    private static final String COLUMN = "withdrawal_destination.closed";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Vault vault;
    private final Pepper pepper;

    DestinationVault(Vault vault, Pepper pepper) {
        this.vault = vault;
        this.pepper = pepper;
    }

    byte[] close(AccountId account, Destination one) {
        return vault.close(account, COLUMN, JSON.writeValueAsString(one));
    }

    Destination open(Listed one) {
        return JSON.readValue(vault.openText(one.account(), COLUMN, one.closed()), Destination.class);
    }

    /// No part of it holds a line break, so that no two have the same text.
    byte[] fingerprint(AccountId account, Destination one) {
        String text = String.join(
                "\n",
                account.toString(),
                one.asset(),
                one.network(),
                one.address(),
                one.memo() == null ? "" : one.memo());
        return pepper.derive("withdrawal.destination", text.getBytes(StandardCharsets.UTF_8));
    }
}
