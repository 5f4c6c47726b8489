package dev.sallyport.apikey;

import dev.sallyport.apikey.SignatureScheme.Encoding;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.springframework.stereotype.Component;

/// Whoever has found a key ends it by showing that he has it (R-API-6): with its secret, or with a signature by it over
/// a sentence that names it and is good for nothing else. At once, whoever he is; its holder is told.
@Component
class LeakedKeys {
    /// Never a request: no scheme's signed string begins so.
    static final String SENTENCE = "sallyport-leaked-key:";

    private final KeyCache keys;
    private final KeyEnds ends;
    private final Tx tx;

    LeakedKeys(KeyCache keys, KeyEnds ends, Tx tx) {
        this.keys = keys;
        this.ends = ends;
        this.tx = tx;
    }

    /// Says nothing: known and unknown keys, right and wrong secrets are answered alike.
    ///
    /// @param shown the secret, or a signature in base64
    void report(String id, String shown, Caller caller) {
        ApiKeyId.read(id)
                .flatMap(keys::find)
                .filter(entry -> isHad(entry, shown))
                .map(entry -> Objects.requireNonNull(entry.key()))
                .ifPresent(key -> tx.run(() -> ends.end(key, "leaked", caller, "apikey.leaked")));
    }

    private static boolean isHad(KeyCache.Entry entry, String shown) {
        byte[] text = shown.getBytes(StandardCharsets.UTF_8);
        byte[] secret = entry.secret();
        if (secret != null) {
            return MessageDigest.isEqual(secret, text);
        }
        byte[] signature = Encoding.BASE64.read(shown);
        return signature != null
                && entry.publicKey() != null
                && Algorithm.isSigned(
                        entry.publicKey(),
                        (SENTENCE + Objects.requireNonNull(entry.key()).id()).getBytes(StandardCharsets.UTF_8),
                        signature);
    }
}
