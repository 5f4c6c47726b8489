package dev.sallyport.base.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/// The public keys of the record's checkpoints as a file of text: who verifies the record elsewhere needs them, and
/// must not hold the ring, with which the record could be written anew.
public final class PublicKeys {
    private static final String HEAD = "# Public keys (Ed25519) of Sallyport's checkpoints: id, then X.509 in base64\n";

    private PublicKeys() {}

    public static String text(KeyRing ring) {
        var text = new StringBuilder(HEAD);
        ring.signers()
                .forEach((id, key) -> text.append(id)
                        .append(' ')
                        .append(Base64.getEncoder().encodeToString(key.getEncoded()))
                        .append('\n'));
        return text.toString();
    }

    /// @throws KeyTrouble when the file cannot be read, or holds something else
    public static Map<String, PublicKey> read(Path file) {
        var keys = new TreeMap<String, PublicKey>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.strip().split(" +", 2);
                    keys.put(parts[0], key(parts[parts.length - 1]));
                }
            }
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            throw new KeyTrouble(
                    file + " holds no public keys that can be read; `sallyport keys public` writes such a file", e);
        }
        if (keys.isEmpty()) {
            throw new KeyTrouble(file + " holds no public key; `sallyport keys public` writes such a file");
        }
        return keys;
    }

    private static PublicKey key(String base64) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
