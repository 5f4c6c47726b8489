package dev.sallyport.base.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signatures, and who makes and checks them: a native library, about ten times as fast, for each scheme in which it
/// has passed its trial on this machine, and the JDK for the others. It is one choice for the process, as the library
/// itself is loaded once; until it is made the JDK does everything.
///
/// The library never enters Java's list of providers: TLS, key stores and randomness stay as they are.
public final class Signing {
    /// The value of the setting with which nothing native is loaded.
    public static final String JDK = "jdk";

    /// The library's own setting.
    private static final String UNPACKED_INTO = "com.amazon.corretto.crypto.provider.tmpdir";

    private static final Logger LOG = LoggerFactory.getLogger(Signing.class);
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

    private static volatile Map<Scheme, Provider> natives = Map.of();

    private Signing() {}

    /// What came of looking for a native library.
    ///
    /// @param natives who signs, for the schemes that it may
    /// @param troubles why it may not have the others, a sentence each
    record Choice(Map<Scheme, Provider> natives, List<String> troubles) {}

    /// Chooses, and says what it chose. Takes a third of a second of work, which no start waits for.
    ///
    /// @param setting `auto` or `jdk`
    public static void choose(String setting) {
        Choice choice = choice(setting);
        natives = choice.natives();
        String said = sentence(choice);
        if (choice.troubles().isEmpty()) {
            LOG.info(said);
        } else {
            LOG.warn(said);
        }
    }

    /// The same without a word, for a command that says no more than it was asked for.
    ///
    /// @param setting `auto` or `jdk`
    public static void chooseSilently(String setting) {
        natives = choice(setting).natives();
    }

    private static Choice choice(String setting) {
        return setting.equals(JDK) ? new Choice(Map.of(), List.of()) : loaded();
    }

    private static Choice loaded() {
        try {
            AmazonCorrettoCryptoProvider library = AmazonCorrettoCryptoProvider.INSTANCE;
            Throwable trouble = library.getLoadingError();
            return trouble == null ? tried(library) : without(trouble);
        } catch (LinkageError e) {
            // Built for another platform, or not there at all.
            return without(e);
        }
    }

    private static Choice without(Throwable trouble) {
        return new Choice(
                Map.of(),
                List.of("The native library cannot be loaded (" + trouble + "). It is unpacked into "
                        + System.getProperty(UNPACKED_INTO, System.getProperty("java.io.tmpdir"))
                        + ", which must be a folder that programs may be run from."));
    }

    /// What a library may do: whatever it does right.
    static Choice tried(Provider library) {
        var natives = new EnumMap<Scheme, Provider>(Scheme.class);
        var troubles = new ArrayList<String>();
        for (Scheme scheme : Scheme.values()) {
            Optional<String> trouble = SigningTrial.trouble(scheme, library);
            trouble.ifPresent(what -> troubles.add(library.getName() + " failed its trial in " + scheme + ": " + what));
            if (trouble.isEmpty()) {
                natives.put(scheme, library);
            }
        }
        return new Choice(Map.copyOf(natives), List.copyOf(troubles));
    }

    static String sentence(Choice choice) {
        String who = Arrays.stream(Scheme.values())
                .map(scheme -> scheme + " by " + name(choice.natives().get(scheme)))
                .collect(Collectors.joining(", ", "Signatures: ", ""));
        return Stream.concat(Stream.of(who), choice.troubles().stream()).collect(Collectors.joining(". "));
    }

    private static String name(@Nullable Provider library) {
        return library == null ? "the JDK" : library.getName() + " " + library.getVersionStr();
    }

    /// The native library for this scheme; null is the JDK.
    public static @Nullable Provider library(Scheme scheme) {
        return natives.get(scheme);
    }

    public static byte[] sign(Scheme scheme, PrivateKey key, byte[] message) throws GeneralSecurityException {
        return sign(scheme, library(scheme), key, message);
    }

    static byte[] sign(Scheme scheme, @Nullable Provider library, PrivateKey key, byte[] message)
            throws GeneralSecurityException {
        Signature signature = signature(scheme, library);
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    /// Whether this key signed it.
    ///
    /// @throws GeneralSecurityException when key or signature are not even of the right form
    public static boolean isSigned(Scheme scheme, PublicKey key, byte[] message, byte[] signed)
            throws GeneralSecurityException {
        return isSigned(scheme, library(scheme), key, message, signed);
    }

    static boolean isSigned(Scheme scheme, @Nullable Provider library, PublicKey key, byte[] message, byte[] signed)
            throws GeneralSecurityException {
        Signature signature = signature(scheme, library);
        signature.initVerify(key);
        signature.update(message);
        return signature.verify(signed);
    }

    private static Signature signature(Scheme scheme, @Nullable Provider library) throws GeneralSecurityException {
        Signature signature =
                library == null ? Signature.getInstance(scheme.java()) : Signature.getInstance(scheme.java(), library);
        if (scheme == Scheme.PS256) {
            signature.setParameter(PSS);
        }
        return signature;
    }
}
