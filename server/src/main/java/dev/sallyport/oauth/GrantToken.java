package dev.sallyport.oauth;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// A code or refresh token: what it is, account id, grant id, and 256 random bits. The ids only say where to look; what
/// counts is the hash of the whole.
final class GrantToken {
    private static final int BYTES = 1 + 16 + 16 + Tokens.TOKEN_BYTES;
    private static final int LENGTH = (BYTES * 8 + 5) / 6;

    enum Kind {
        CODE('c'),
        REFRESH('r');

        private final byte mark;

        Kind(char mark) {
            this.mark = (byte) mark;
        }
    }

    private final Kind kind;
    private final AccountId account;
    private final UUID grant;
    private final byte[] bytes;

    private GrantToken(Kind kind, AccountId account, UUID grant, byte[] bytes) {
        this.kind = kind;
        this.account = account;
        this.grant = grant;
        this.bytes = bytes;
    }

    static GrantToken create(Kind kind, AccountId account, UUID grant) {
        ByteBuffer all = ByteBuffer.allocate(BYTES);
        all.put(kind.mark)
                .putLong(account.value().getMostSignificantBits())
                .putLong(account.value().getLeastSignificantBits())
                .putLong(grant.getMostSignificantBits())
                .putLong(grant.getLeastSignificantBits())
                .put(Tokens.random(Tokens.TOKEN_BYTES));
        return new GrantToken(kind, account, grant, all.array());
    }

    /// Empty for anything that is not of this form, which then is no token.
    static Optional<GrantToken> read(Kind kind, String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            ByteBuffer all = ByteBuffer.wrap(bytes);
            if (all.get() != kind.mark) {
                return Optional.empty();
            }
            var account = new AccountId(new UUID(all.getLong(), all.getLong()));
            return Optional.of(new GrantToken(kind, account, new UUID(all.getLong(), all.getLong()), bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Kind kind() {
        return kind;
    }

    AccountId account() {
        return account;
    }

    UUID grant() {
        return grant;
    }

    byte[] hash() {
        return Tokens.hash(bytes);
    }

    String reveal() {
        return Tokens.encode(bytes);
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
