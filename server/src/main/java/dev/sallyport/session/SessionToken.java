package dev.sallyport.session;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.SessionId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The opaque value in the session cookie: account id, session id, and 256 random bits, in URL-safe base64.
/// The ids only say where to look; what opens is the hash of the whole.
final class SessionToken {
    private static final int BYTES = 16 + 16 + Tokens.TOKEN_BYTES;
    private static final int LENGTH = (BYTES * 8 + 5) / 6;

    private final AccountId account;
    private final SessionId session;
    private final byte[] bytes;

    private SessionToken(AccountId account, SessionId session, byte[] bytes) {
        this.account = account;
        this.session = session;
        this.bytes = bytes;
    }

    static SessionToken create(AccountId account, SessionId session) {
        ByteBuffer all = ByteBuffer.allocate(BYTES);
        all.putLong(account.value().getMostSignificantBits())
                .putLong(account.value().getLeastSignificantBits());
        all.putLong(session.value().getMostSignificantBits())
                .putLong(session.value().getLeastSignificantBits());
        all.put(Tokens.random(Tokens.TOKEN_BYTES));
        return new SessionToken(account, session, all.array());
    }

    /// Empty for anything that is not of this form, which then is no session.
    static Optional<SessionToken> read(@Nullable String text) {
        if (text == null || text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            ByteBuffer all = ByteBuffer.wrap(bytes);
            var account = new AccountId(new UUID(all.getLong(), all.getLong()));
            var session = new SessionId(new UUID(all.getLong(), all.getLong()));
            return Optional.of(new SessionToken(account, session, bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    AccountId account() {
        return account;
    }

    SessionId session() {
        return session;
    }

    byte[] hash() {
        return Tokens.hash(bytes);
    }

    /// The cookie's value.
    String reveal() {
        return Tokens.encode(bytes);
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
