package dev.sallyport.apikey;

import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.AccountId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Opens and closes what is personal in a key's row.
@Component
class KeyRows {
    private static final String NAME = "api_key.name";
    private static final String ADDRESSES = "api_key.addresses";
    private static final String DESTINATIONS = "api_key.destinations";
    private static final String LAST_ADDRESS = "api_key.last_address";
    private static final String SECRET = "api_key.secret";

    private final Vault vault;

    KeyRows(Vault vault) {
        this.vault = vault;
    }

    ApiKey open(KeyStore.Row row) {
        var account = new AccountId(row.account());
        return new ApiKey(
                new ApiKeyId(account, row.key()),
                KeyKind.valueOf(row.kind()),
                Algorithm.valueOf(row.algorithm()),
                row.scheme(),
                words(row.scopes()),
                vault.openText(account, NAME, row.nameClosed()),
                lines(account, ADDRESSES, row.addressesClosed()).stream()
                        .map(text -> AddressRange.read(text).orElseThrow())
                        .toList(),
                lines(account, DESTINATIONS, row.destinationsClosed()),
                row.publicKey(),
                row.createdAt(),
                row.expiresAt(),
                use(account, row),
                row.frozenAt(),
                row.endedAt() == null ? null : new ApiKey.End(row.endedAt(), String.valueOf(row.endReason())));
    }

    private static Set<String> words(String scopes) {
        return Set.of(scopes.split(" "));
    }

    private List<String> lines(AccountId account, String column, byte[] closed) {
        return vault.openText(account, column, closed).lines().toList();
    }

    private ApiKey.Use use(AccountId account, KeyStore.Row row) {
        byte[] address = row.lastAddressClosed();
        return new ApiKey.Use(
                row.lastUsedAt(), address == null ? null : vault.openText(account, LAST_ADDRESS, address), row.uses());
    }

    /// @param secret null for a key of which we know the public half only
    KeyStore.Row close(ApiKey key, byte @Nullable [] secret) {
        AccountId account = key.id().account();
        return new KeyStore.Row(
                account.value(),
                key.id().key(),
                key.kind().name(),
                key.algorithm().name(),
                key.scheme(),
                String.join(" ", new TreeSet<>(key.scopes())),
                name(account, key.name()),
                vault.close(
                        account,
                        ADDRESSES,
                        String.join(
                                "\n",
                                key.addresses().stream()
                                        .map(AddressRange::toString)
                                        .toList())),
                vault.close(account, DESTINATIONS, String.join("\n", key.destinations())),
                key.isOpen(),
                key.publicKey(),
                secret == null ? null : vault.close(account, SECRET, secret),
                key.createdAt(),
                key.expiresAt(),
                null,
                null,
                0,
                null,
                null,
                null);
    }

    byte[] name(AccountId account, String name) {
        return vault.close(account, NAME, name);
    }

    byte[] lastAddress(AccountId account, String address) {
        return vault.close(account, LAST_ADDRESS, address);
    }

    /// The shared secret of a live key.
    byte[] secret(KeyStore.Row row) {
        return vault.open(new AccountId(row.account()), SECRET, Objects.requireNonNull(row.secretClosed()));
    }
}
