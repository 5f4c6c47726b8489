package dev.sallyport.password;

import dev.sallyport.argon2.Argon2Parameters;
import dev.sallyport.argon2.EncodedHash;
import dev.sallyport.argon2.Hasher;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.password.PasswordStore.Peppered;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Makes and checks hashes on the pool, with the parameters and the pepper of today for new ones and with
/// those of the record for old ones.
@Component
final class Hashes {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final HashPool pool;
    private final Pepper pepper;
    private final Decoys decoys;
    private final Argon2Parameters today;

    Hashes(HashPool pool, Pepper pepper, Decoys decoys, Config config) {
        this.pool = pool;
        this.pepper = pepper;
        this.decoys = decoys;
        var passwords = config.passwords();
        this.today = new Argon2Parameters(passwords.memoryKib(), passwords.iterations(), passwords.lanes(), HASH_BYTES);
    }

    Peppered make(AccountId account, Typed typed, Lane lane) {
        String keyId = pepper.keyId();
        byte[] secret = pepper.forPassword(keyId, account.toString());
        byte[] salt = Tokens.random(SALT_BYTES);
        byte[] tag = pool.run(lane, hasher -> hasher.hash(typed.bytes(), salt, secret, null, today));
        return new Peppered(new EncodedHash(today, salt, tag).encoded(), keyId);
    }

    void requireRoom(Lane lane) {
        pool.requireRoom(lane);
    }

    boolean matches(AccountId account, Peppered record, Typed typed, Lane lane) {
        StoredHash stored = StoredHash.parse(record.hash());
        byte @Nullable [] secret = secret(account, record);
        return pool.run(lane, (Hasher hasher) -> stored.matches(hasher, typed, secret));
    }

    /// A record at the price of one that an account has, for an account that has none (A5). Always of the same
    /// price for the same number. That a password fits it says nothing.
    Peppered decoy(AccountId nobody) {
        return decoys.of(nobody).orElseGet(this::decoyOfToday);
    }

    private Peppered decoyOfToday() {
        var nothing = new EncodedHash(today, Tokens.random(SALT_BYTES), Tokens.random(HASH_BYTES));
        return new Peppered(nothing.encoded(), pepper.keyId());
    }

    /// Whether the next right sign-in should make it anew: other parameters, another kind, an older pepper
    /// key.
    boolean outdated(Peppered record) {
        return !(StoredHash.parse(record.hash()) instanceof StoredHash.Argon2id ours
                && ours.hash().parameters().equals(today)
                && pepper.keyId().equals(record.pepperKey()));
    }

    private byte @Nullable [] secret(AccountId account, Peppered record) {
        return record.pepperKey() == null ? null : pepper.forPassword(record.pepperKey(), account.toString());
    }
}
