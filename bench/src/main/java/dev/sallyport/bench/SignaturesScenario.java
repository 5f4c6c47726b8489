package dev.sallyport.bench;

import dev.sallyport.base.crypto.Scheme;
import dev.sallyport.base.crypto.Signing;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A signature by the library that this machine chooses, against the JDK's.
final class SignaturesScenario implements Scenario {
    /// About a token's.
    private static final int LENGTH = 600;

    private static final int CONTENDERS = 10;

    @Override
    public String name() {
        return "signatures";
    }

    @Override
    public String summary() {
        return "making and checking a signature: the chosen library against the JDK";
    }

    @Override
    public List<Figure> run(Setting setting) {
        Signing.choose("auto");
        var figures = new ArrayList<Figure>();
        for (Scheme scheme : List.of(Scheme.ES256, Scheme.ED25519, Scheme.RS256)) {
            Provider library = Signing.library(scheme);
            if (library == null) {
                figures.add(Figure.missing(scheme + ": the JDK has been chosen", "a native library"));
                continue;
            }
            try {
                figures.addAll(of(scheme, library, setting));
            } catch (GeneralSecurityException e) {
                throw new Unmeasurable("The signature " + scheme + " fails: " + e);
            }
        }
        return figures;
    }

    private static List<Figure> of(Scheme scheme, Provider library, Setting setting) throws GeneralSecurityException {
        Duration time = setting.smoke() ? Duration.ofMillis(20) : setting.turn().dividedBy(CONTENDERS);
        byte[] message = new byte[LENGTH];
        KeyPair pair = pair(scheme);
        byte[] signed = Signing.sign(scheme, pair.getPrivate(), message);
        Pair check = Pair.measure(
                setting.rounds(),
                time,
                () -> must(() -> Signing.isSigned(scheme, pair.getPublic(), message, signed)),
                () -> must(() -> isSigned(scheme, pair, message, signed)));
        var figures = new ArrayList<Figure>();
        figures.add(check.told(scheme + ": check", "the JDK"));
        if (scheme != Scheme.RS256) {
            // We keep keys that sign in the library's own form.
            PrivateKey key = scheme == Scheme.ES256
                    ? (PrivateKey) KeyFactory.getInstance("EC", library).translateKey(pair.getPrivate())
                    : pair.getPrivate();
            Pair sign = Pair.measure(
                    setting.rounds(),
                    time,
                    () -> must(() -> Signing.sign(scheme, key, message).length > 0),
                    () -> must(() -> sign(scheme, pair, message).length > 0));
            figures.add(sign.told(scheme + ": sign", "the JDK"));
        }
        return figures;
    }

    private static KeyPair pair(Scheme scheme) throws GeneralSecurityException {
        String kind = scheme == Scheme.ES256 ? "EC" : scheme == Scheme.RS256 ? "RSA" : "Ed25519";
        var generator = KeyPairGenerator.getInstance(kind);
        if (scheme == Scheme.ES256) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair();
    }

    private static boolean isSigned(Scheme scheme, KeyPair pair, byte[] message, byte[] signed)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(scheme.java());
        signature.initVerify(pair.getPublic());
        signature.update(message);
        return signature.verify(signed);
    }

    private static byte[] sign(Scheme scheme, KeyPair pair, byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(scheme.java());
        signature.initSign(pair.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    private interface Step {
        boolean take() throws GeneralSecurityException;
    }

    private static void must(Step step) {
        try {
            if (!step.take()) {
                throw new Unmeasurable("A right signature was refused.");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
