package dev.sallyport.base.crypto;

import dev.sallyport.base.crypto.RingKey.Use;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The keys on which everything at rest stands, kept apart from the database. Immutable: a rotation makes a
/// new ring with a new primary key in which the old keys still open what they closed.
public final class KeyRing {
    /// A new key is used for new things only after every node has had the time to read it: until then some
    /// node might not be able to open, or to find, what another has just closed.
    static final Duration SETTLING = Duration.ofMinutes(1);

    private final List<RingKey> keys;
    private final Instant asOf;

    KeyRing(List<RingKey> keys, Instant asOf) {
        this.keys = List.copyOf(keys);
        this.asOf = asOf;
        for (Use use : Use.values()) {
            if (all(use).isEmpty()) {
                throw new KeyTrouble("the key ring has no " + use + " key");
            }
        }
    }

    /// The same keys, seen at another time.
    KeyRing at(Instant now) {
        return new KeyRing(keys, now);
    }

    static KeyRing create(Instant now) {
        return new KeyRing(
                Arrays.stream(Use.values()).map(use -> newKey(use, now)).toList(), now);
    }

    private static RingKey newKey(Use use, Instant now) {
        String id = use.name().toLowerCase(java.util.Locale.ROOT).charAt(0)
                + "-"
                + Tokens.encode(Tokens.random(6)).replace('_', 'x').replace('-', 'y');
        if (use != Use.SIGN) {
            return new RingKey(id, use, now, Tokens.random(32), null);
        }
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new RingKey(
                    id,
                    use,
                    now,
                    pair.getPrivate().getEncoded(),
                    pair.getPublic().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java since 15 has Ed25519", e);
        }
    }

    /// A ring in which every use has a new key, soon the primary one, and all former keys still open.
    KeyRing rotated(Instant now) {
        var next = new ArrayList<RingKey>();
        for (Use use : Use.values()) {
            next.add(newKey(use, now));
        }
        next.addAll(keys);
        return new KeyRing(next, now);
    }

    List<RingKey> keys() {
        return keys;
    }

    /// A line a key, without the key itself.
    public List<String> listing() {
        return keys.stream()
                .map(k -> "%-7s %-8s %-12s %s"
                        .formatted(k.use(), k.equals(primary(k.use())) ? "primary" : "opens", k.id(), k.created()))
                .toList();
    }

    /// The newest key that has settled; a ring that is all new has its oldest.
    RingKey primary(Use use) {
        List<RingKey> newestFirst = all(use).stream()
                .sorted(Comparator.comparing(RingKey::created).reversed())
                .toList();
        return newestFirst.stream()
                .filter(k -> !k.created().plus(SETTLING).isAfter(asOf))
                .findFirst()
                .orElse(newestFirst.getLast());
    }

    /// The oldest key, which stays the same whatever is rotated.
    RingKey oldest(Use use) {
        return all(use).stream().min(Comparator.comparing(RingKey::created)).orElseThrow();
    }

    List<RingKey> all(Use use) {
        return keys.stream().filter(k -> k.use() == use).toList();
    }

    RingKey byId(Use use, String id) {
        return keys.stream()
                .filter(k -> k.use() == use && k.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new KeyTrouble("the key ring has no " + use + " key " + id));
    }

    /// HMAC-SHA-256 under one key.
    static byte[] hmac(RingKey key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.material(), "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /// An Ed25519 signature and the id of the key that made it.
    public record Signed(String keyId, byte[] signature) {}

    public Signed sign(byte[] message) {
        RingKey key = primary(Use.SIGN);
        try {
            PrivateKey privateKey =
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(key.material()));
            return new Signed(key.id(), Signing.sign(Scheme.ED25519, privateKey, message));
        } catch (GeneralSecurityException e) {
            throw new KeyTrouble("the signing key " + key.id() + " cannot be used", e);
        }
    }

    /// Public keys by id, with which a checkpoint's signature can be checked anywhere.
    public Map<String, PublicKey> signers() {
        var signers = new TreeMap<String, PublicKey>();
        for (RingKey key : all(Use.SIGN)) {
            try {
                byte[] encoded = java.util.Objects.requireNonNull(key.publicKey());
                signers.put(
                        key.id(), KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            } catch (GeneralSecurityException e) {
                throw new KeyTrouble("the signing key " + key.id() + " cannot be read", e);
            }
        }
        return signers;
    }
}
