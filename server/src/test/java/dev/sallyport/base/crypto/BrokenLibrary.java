package dev.sallyport.base.crypto;

import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;

/// A library that says it can do everything, and does one thing wrong.
@SuppressWarnings("serial") // nobody writes it anywhere
final class BrokenLibrary extends Provider {
    enum Fault {
        TAKES_EVERYTHING,
        REFUSES_EVERYTHING,
        SIGNS_NOISE,
        THROWS,
        IS_NOT_LINKED
    }

    BrokenLibrary(Fault fault) {
        super("Broken", "1", fault.name());
        for (Scheme scheme : Scheme.values()) {
            putService(new Service(this, "Signature", scheme.java(), Broken.class.getName(), List.of(), null) {
                @Override
                public Object newInstance(Object parameter) {
                    return new Broken(fault, scheme);
                }
            });
        }
    }

    private static final class Broken extends SignatureSpi {
        private final Fault fault;
        private final Signature right;

        Broken(Fault fault, Scheme scheme) {
            this.fault = fault;
            try {
                this.right = Signature.getInstance(scheme.java());
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            right.initVerify(key);
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            right.initSign(key);
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            right.update(b);
        }

        @Override
        protected void engineUpdate(byte[] b, int off, int len) throws SignatureException {
            right.update(b, off, len);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            byte[] made = right.sign();
            if (fault == Fault.SIGNS_NOISE) {
                made[made.length - 1] ^= 1;
            }
            return made;
        }

        @Override
        protected boolean engineVerify(byte[] signed) throws SignatureException {
            boolean good = right.verify(signed);
            return switch (fault) {
                case TAKES_EVERYTHING -> true;
                case REFUSES_EVERYTHING -> false;
                case SIGNS_NOISE -> good;
                case THROWS -> throw new IllegalStateException("out of order");
                case IS_NOT_LINKED -> throw new UnsatisfiedLinkError("no such symbol");
            };
        }

        @Override
        protected void engineSetParameter(AlgorithmParameterSpec params)
                throws java.security.InvalidAlgorithmParameterException {
            right.setParameter(params);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
