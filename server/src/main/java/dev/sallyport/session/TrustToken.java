package dev.sallyport.session;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.Secret;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What spares a trusted browser the second proof once: the id of the device that it is for one account, and 256 random
/// bits. Of several accounts in one browser each has its own in the cookie.
final class TrustToken {
    private static final int BYTES = 16 + Tokens.TOKEN_BYTES;
    private static final int LENGTH = BYTES * 8 / 6;
    /// As many accounts are trusted in one browser.
    private static final int MOST = 5;

    private final byte[] bytes;

    private TrustToken(byte[] bytes) {
        this.bytes = bytes;
    }

    static TrustToken create(DeviceId device) {
        return new TrustToken(ByteBuffer.allocate(BYTES)
                .putLong(device.value().getMostSignificantBits())
                .putLong(device.value().getLeastSignificantBits())
                .put(Tokens.random(Tokens.TOKEN_BYTES))
                .array());
    }

    /// The one of this device in a cookie.
    static Optional<TrustToken> of(@Nullable Secret cookie, DeviceId device) {
        return all(cookie).filter(token -> token.device().equals(device)).findFirst();
    }

    /// A cookie with this token in it, in place of one of the same device.
    static String cookie(@Nullable Secret before, Secret added) {
        TrustToken token = read(added.reveal()).findFirst().orElseThrow();
        return Stream.concat(
                        Stream.of(token),
                        all(before).filter(old -> !old.device().equals(token.device())))
                .limit(MOST)
                .map(one -> one.secret().reveal())
                .collect(Collectors.joining("."));
    }

    private static Stream<TrustToken> all(@Nullable Secret cookie) {
        return cookie == null
                ? Stream.empty()
                : Stream.of(cookie.reveal().split("\\.", MOST + 1)).flatMap(TrustToken::read);
    }

    /// None for what is not of this form.
    private static Stream<TrustToken> read(String text) {
        if (text.length() != LENGTH) {
            return Stream.empty();
        }
        try {
            return Stream.of(new TrustToken(Base64.getUrlDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private DeviceId device() {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        return new DeviceId(new UUID(all.getLong(), all.getLong()));
    }

    byte[] hash() {
        return Tokens.hash(bytes);
    }

    Secret secret() {
        return new Secret(Tokens.encode(bytes));
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
