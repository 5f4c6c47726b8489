package dev.sallyport.base.crypto;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.RingKey.Use;
import dev.sallyport.base.who.AccountId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Envelope encryption: what is personal is closed with AES-256-GCM under the account's own data key, which
/// is itself wrapped by the ring. The additional data is table, column and account, so that a value moved to
/// another row or account does not open. Destroying the account's key destroys everything it closed, in every
/// backup.
@Component
public final class Vault {
    private final Keys keys;
    private final VaultStore store;
    private final Clock clock;
    /// Opened data keys; short-lived, so that a key erased on another node is forgotten here too.
    private final Cache<AccountId, Aead> open = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    private final Cache<AccountId, Boolean> absent = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    Vault(Keys keys, VaultStore store, Clock clock) {
        this.keys = keys;
        this.store = store;
        this.clock = clock;
    }

    /// For a command, which has a connection of its own.
    public static Vault over(Config config, JdbcClient jdbc, Clock clock) {
        return new Vault(new Keys(config, clock), new VaultStore(jdbc), clock);
    }

    /// Gives a new account its data key, inside the transaction that makes the account.
    public void createKey(AccountId account) {
        RingKey wrapping = keys.ring().primary(Use.WRAP);
        byte[] dataKey = Tokens.random(32);
        store.insert(account, wrapping.id(), wrap(wrapping, account, dataKey), clock.instant());
        absent.invalidate(account);
    }

    /// Destroys the account's data key: nothing that it closed can be read again, by anyone.
    public void destroyKey(AccountId account) {
        store.delete(account);
        open.invalidate(account);
    }

    public byte[] close(AccountId account, String column, String text) {
        return close(account, column, text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] close(AccountId account, String column, byte[] plain) {
        try {
            return dataKey(account).encrypt(plain, additional(column, account));
        } catch (GeneralSecurityException e) {
            throw new KeyTrouble("closing " + column + " failed", e);
        }
    }

    public String openText(AccountId account, String column, byte[] closed) {
        return new String(open(account, column, closed), StandardCharsets.UTF_8);
    }

    public byte[] open(AccountId account, String column, byte[] closed) {
        try {
            return dataKey(account).decrypt(closed, additional(column, account));
        } catch (GeneralSecurityException e) {
            throw new KeyTrouble(
                    "opening " + column + " failed: it was closed for another place or has been changed", e);
        }
    }

    /// Whether the account's key still exists; without it nothing of the account can be read.
    public boolean hasKey(AccountId account) {
        return open.getIfPresent(account) != null || store.find(account).isPresent();
    }

    /// Looks for the account's key, whether there is such an account or not, and remembers either answer for
    /// the same time: what is done with a known and an unknown account then takes equally long (R-ID-2).
    public void warm(AccountId account) {
        if (open.getIfPresent(account) == null && !absent.asMap().containsKey(account)) {
            store.find(account).ifPresentOrElse(wrapped -> unwrap(account, wrapped), () -> absent.put(account, true));
        }
    }

    /// Closes what belongs to no account yet, under a key made from the ring for this one use.
    public byte[] closeUnowned(String column, String row, String text) {
        RingKey key = keys.ring().primary(Use.WRAP);
        try {
            byte[] closed =
                    unowned(key, column).encrypt(text.getBytes(StandardCharsets.UTF_8), bytes(column + "|" + row));
            byte[] id = bytes(key.id());
            byte[] all = new byte[1 + id.length + closed.length];
            all[0] = (byte) id.length;
            System.arraycopy(id, 0, all, 1, id.length);
            System.arraycopy(closed, 0, all, 1 + id.length, closed.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new KeyTrouble("closing " + column + " failed", e);
        }
    }

    /// The id of the ring's key under which such a thing is closed now.
    public String unownedKeyId() {
        return keys.ring().primary(Use.WRAP).id();
    }

    public String openUnowned(String column, String row, byte[] all) {
        String id = new String(all, 1, all[0], StandardCharsets.UTF_8);
        byte[] closed = java.util.Arrays.copyOfRange(all, 1 + all[0], all.length);
        try {
            byte[] plain = unowned(keys.byId(Use.WRAP, id), column).decrypt(closed, bytes(column + "|" + row));
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new KeyTrouble(
                    "opening " + column + " failed: it was closed for another place or has been changed", e);
        }
    }

    private static Aead unowned(RingKey key, String column) throws GeneralSecurityException {
        return new AesGcmJce(KeyRing.hmac(key, bytes("unowned\0"), bytes(column)));
    }

    private Aead dataKey(AccountId account) {
        Aead known = open.getIfPresent(account);
        if (known != null) {
            return known;
        }
        Optional<VaultStore.Wrapped> wrapped = store.find(account);
        if (wrapped.isEmpty()) {
            throw new KeyTrouble("the account has no data key: it was closed for good");
        }
        return unwrap(account, wrapped.get());
    }

    private Aead unwrap(AccountId account, VaultStore.Wrapped wrapped) {
        RingKey wrapping = keys.byId(Use.WRAP, wrapped.ringKey());
        try {
            Aead aead = new AesGcmJce(
                    new AesGcmJce(wrapping.material()).decrypt(wrapped.key(), additional("account_key", account)));
            open.put(account, aead);
            return aead;
        } catch (GeneralSecurityException e) {
            throw new KeyTrouble("the account's data key does not open with ring key " + wrapping.id(), e);
        }
    }

    /// Wraps data keys anew that an older ring key wrapped.
    ///
    /// @return how many were wrapped anew, at most `most`
    public int rewrap(int most) {
        RingKey primary = keys.ring().primary(Use.WRAP);
        var old = store.wrappedByOthers(primary.id(), most);
        for (VaultStore.Owned one : old) {
            RingKey wrapping = keys.byId(Use.WRAP, one.wrapped().ringKey());
            try {
                byte[] dataKey = new AesGcmJce(wrapping.material())
                        .decrypt(one.wrapped().key(), additional("account_key", one.account()));
                store.replace(
                        one.account(), one.wrapped().ringKey(), primary.id(), wrap(primary, one.account(), dataKey));
            } catch (GeneralSecurityException e) {
                throw new KeyTrouble("a data key does not open with ring key " + wrapping.id(), e);
            }
        }
        return old.size();
    }

    private static byte[] wrap(RingKey wrapping, AccountId account, byte[] dataKey) {
        try {
            return new AesGcmJce(wrapping.material()).encrypt(dataKey, additional("account_key", account));
        } catch (GeneralSecurityException e) {
            throw new KeyTrouble("wrapping a data key failed", e);
        }
    }

    private static byte[] additional(String column, AccountId account) {
        return bytes(column + "|" + account);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
