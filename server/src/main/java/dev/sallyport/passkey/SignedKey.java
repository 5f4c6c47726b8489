package dev.sallyport.passkey;

import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.COSEKeyOperation;
import com.webauthn4j.data.attestation.statement.COSEKeyType;
import dev.sallyport.base.crypto.Scheme;
import dev.sallyport.base.crypto.Signing;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A passkey's key as the library reads it, whose signatures are checked by whom we have chosen ([PasskeyProvider]).
record SignedKey(COSEKey key, Scheme scheme) implements COSEKey {
    /// The same key where the JDK checks anyway.
    static COSEKey of(COSEKey key) {
        return scheme(key)
                .filter(scheme -> Signing.library(scheme) != null)
                .<COSEKey>map(scheme -> new SignedKey(key, scheme))
                .orElse(key);
    }

    private static Optional<Scheme> scheme(COSEKey key) {
        COSEAlgorithmIdentifier algorithm = key.getAlgorithm();
        if (COSEAlgorithmIdentifier.ES256.equals(algorithm)) {
            return Optional.of(Scheme.ES256);
        }
        if (COSEAlgorithmIdentifier.EdDSA.equals(algorithm)) {
            return Optional.of(Scheme.ED25519);
        }
        return COSEAlgorithmIdentifier.RS256.equals(algorithm) ? Optional.of(Scheme.RS256) : Optional.empty();
    }

    /// @param inner the key itself
    record Public(PublicKey inner, Scheme scheme) implements PublicKey {
        @Override
        public String getAlgorithm() {
            return inner.getAlgorithm();
        }

        /// None, so that nobody else takes it for a key of his.
        @Override
        public @Nullable String getFormat() {
            return null;
        }

        @Override
        public byte @Nullable [] getEncoded() {
            return null;
        }
    }

    @Override
    public @Nullable PublicKey getPublicKey() {
        PublicKey inner = key.getPublicKey();
        return inner == null ? null : new Public(inner, scheme);
    }

    @Override
    public boolean hasPublicKey() {
        return key.hasPublicKey();
    }

    @Override
    public boolean hasPrivateKey() {
        return key.hasPrivateKey();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey() {
        return key.getPrivateKey();
    }

    @Override
    public @Nullable COSEKeyType getKeyType() {
        return key.getKeyType();
    }

    @Override
    @SuppressWarnings("NullAway") // the library says of the bytes that they may be null, and means the array
    public byte @Nullable [] getKeyId() {
        return key.getKeyId();
    }

    @Override
    public @Nullable COSEAlgorithmIdentifier getAlgorithm() {
        return key.getAlgorithm();
    }

    @Override
    public @Nullable List<COSEKeyOperation> getKeyOps() {
        return key.getKeyOps();
    }

    @Override
    @SuppressWarnings("NullAway") // the library says of the bytes that they may be null, and means the array
    public byte @Nullable [] getBaseIV() {
        return key.getBaseIV();
    }

    @Override
    public void validate() {
        key.validate();
    }
}
