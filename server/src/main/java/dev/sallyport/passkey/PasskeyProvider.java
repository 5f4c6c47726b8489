package dev.sallyport.passkey;

import dev.sallyport.base.crypto.Scheme;
import dev.sallyport.base.crypto.Signing;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way past WebAuthn4J to our choice of who checks signatures: the library asks Java's list of providers and cannot
/// be told otherwise. This one stands at the end of the list and takes keys of its own kind alone, which nobody else
/// takes: no signature but a passkey's ever comes here.
@SuppressWarnings("serial") // nobody writes it anywhere
final class PasskeyProvider extends Provider {
    private static final List<Scheme> SCHEMES = List.of(Scheme.ES256, Scheme.ED25519, Scheme.RS256);

    private PasskeyProvider() {
        super("SallyportPasskeys", "1", "checks the signatures of passkeys");
        SCHEMES.forEach(scheme -> putService(new Checks(this, scheme)));
    }

    /// Once is enough for a process.
    static void enlist() {
        Security.addProvider(new PasskeyProvider());
    }

    private static final class Checks extends Service {
        Checks(Provider provider, Scheme scheme) {
            super(provider, "Signature", scheme.java(), Check.class.getName(), null, null);
        }

        @Override
        public Object newInstance(@Nullable Object parameter) {
            return new Check();
        }

        @Override
        public boolean supportsParameter(@Nullable Object key) {
            return key instanceof SignedKey.Public;
        }
    }

    private static final class Check extends SignatureSpi {
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private SignedKey.@Nullable Public key;

        @Override
        protected void engineInitVerify(PublicKey given) throws InvalidKeyException {
            if (!(given instanceof SignedKey.Public mine)) {
                throw new InvalidKeyException("not a passkey's");
            }
            key = mine;
            message.reset();
        }

        @Override
        protected void engineUpdate(byte one) {
            message.write(one);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int from, int length) {
            message.write(bytes, from, length);
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            SignedKey.Public mine = java.util.Objects.requireNonNull(key);
            try {
                return Signing.isSigned(mine.scheme(), mine.inner(), message.toByteArray(), signature);
            } catch (GeneralSecurityException e) {
                throw new SignatureException(e);
            } finally {
                message.reset();
            }
        }

        @Override
        protected void engineInitSign(PrivateKey given) throws InvalidKeyException {
            throw new InvalidKeyException("only authenticators sign");
        }

        @Override
        protected byte[] engineSign() {
            throw new UnsupportedOperationException("only authenticators sign");
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException(name);
        }
    }
}
