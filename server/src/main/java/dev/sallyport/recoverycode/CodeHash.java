package dev.sallyport.recoverycode;

import dev.sallyport.argon2.Argon2;
import dev.sallyport.argon2.Argon2Parameters;
import dev.sallyport.argon2.Hasher;
import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import jakarta.annotation.PreDestroy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/// How a recovery code is hashed. It has 65 random bits, less than the 112 from which on a plain hash would do (ASVS
/// 6.5.2, NIST 800-63B-4 section 3.1.2.2). A keyed hash alone is good for as long as its key is: whoever had database
/// and key could try all. So the code goes through Argon2id first, with a salt for each set, and the pepper comes on
/// top, bound to the account.
///
/// It is not the pool of passwords: that one has a queue, and a flood of sign-ins must not keep anybody from his
/// recovery codes. One hasher with its own memory, one hash at a time, about 6 ms each.
@Component
class CodeHash {
    static final int SALT_BYTES = 16;
    /// The smallest memory of ASVS appendix C: 7 MiB, five passes.
    static final Argon2Parameters COST = new Argon2Parameters(7168, 5, 1, 32);

    private final Hasher hasher;
    private final Pepper pepper;

    CodeHash(Argon2 argon2, Pepper pepper) {
        this.hasher = argon2.newHasher();
        this.pepper = pepper;
    }

    static byte[] newSalt() {
        return Tokens.random(SALT_BYTES);
    }

    /// @param code as it is read, see [CodeText#read]
    String of(AccountId account, byte[] salt, String code) {
        return pepper.ofCode(boundTo(account), stretched(salt, code));
    }

    /// A typed code, stretched once for all that it is compared with.
    record Typed(AccountId account, String stretched) {}

    Typed typed(AccountId account, byte[] salt, String code) {
        return new Typed(account, stretched(salt, code));
    }

    boolean isSame(String stored, Typed typed) {
        return pepper.isCode(stored, boundTo(typed.account()), typed.stretched());
    }

    String stretched(byte[] salt, String code) {
        byte[] bytes = code.getBytes(StandardCharsets.US_ASCII);
        try {
            return Tokens.encode(hasher.hash(bytes, salt, null, null, COST));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// A code is good for its account only; the pepper is not in the database.
    private static String boundTo(AccountId account) {
        return "recovery|" + account;
    }

    @PreDestroy
    void close() {
        hasher.close();
    }
}
