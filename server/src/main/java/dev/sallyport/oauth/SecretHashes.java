package dev.sallyport.oauth;

import dev.sallyport.base.crypto.Tokens;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Secrets of clients are 256 random bits, so a plain hash keeps them.
final class SecretHashes implements PasswordEncoder {
    static String text(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public @Nullable String encode(@Nullable CharSequence secret) {
        return secret == null ? null : text(Tokens.hash(secret.toString()));
    }

    @Override
    public boolean matches(@Nullable CharSequence secret, @Nullable String kept) {
        return secret != null
                && kept != null
                && Tokens.same(Tokens.hash(secret.toString()), HexFormat.of().parseHex(kept));
    }
}
