package dev.sallyport.recovery;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// A token that carries its account: 16 bytes of it, and 128 random bits. Only its hash is stored (R-REC-3).
record Bearer(AccountId account, byte[] bytes) {
    private static final int RANDOM = 16;

    static Bearer create(AccountId account) {
        return new Bearer(
                account,
                ByteBuffer.allocate(16 + RANDOM)
                        .putLong(account.value().getMostSignificantBits())
                        .putLong(account.value().getLeastSignificantBits())
                        .put(Tokens.random(RANDOM))
                        .array());
    }

    static Optional<Bearer> read(Secret token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token.reveal());
            if (bytes.length != 16 + RANDOM) {
                return Optional.empty();
            }
            ByteBuffer id = ByteBuffer.wrap(Arrays.copyOf(bytes, 16));
            return Optional.of(new Bearer(new AccountId(new UUID(id.getLong(), id.getLong())), bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    byte[] hash() {
        return Tokens.hash(bytes);
    }

    Secret reveal() {
        return new Secret(Tokens.encode(bytes));
    }
}
