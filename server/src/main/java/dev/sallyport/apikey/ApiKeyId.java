package dev.sallyport.apikey;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A key's name as programs send it: account and key, so that a look-up touches one row of one shard. It opens nothing
/// and is no secret.
public record ApiKeyId(AccountId account, UUID key) {
    static final String PREFIX = "sk_";
    /// Its length, which never differs: signed strings without separators stay unambiguous by it.
    static final int LENGTH = PREFIX.length() + 43;

    /// Empty for what is no id, in whatever way.
    public static Optional<ApiKeyId> read(@Nullable String text) {
        if (text == null || text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.substring(PREFIX.length())));
            if (bytes.remaining() != 32) {
                return Optional.empty();
            }
            var id = new ApiKeyId(
                    new AccountId(new UUID(bytes.getLong(), bytes.getLong())),
                    new UUID(bytes.getLong(), bytes.getLong()));
            // The last letter has two bits to spare; only one way to write an id is taken.
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        UUID account = account().value();
        byte[] bytes = ByteBuffer.allocate(32)
                .putLong(account.getMostSignificantBits())
                .putLong(account.getLeastSignificantBits())
                .putLong(key.getMostSignificantBits())
                .putLong(key.getLeastSignificantBits())
                .array();
        return PREFIX + Tokens.encode(bytes);
    }
}
