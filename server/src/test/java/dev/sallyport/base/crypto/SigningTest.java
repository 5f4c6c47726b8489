package dev.sallyport.base.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.sallyport.base.crypto.BrokenLibrary.Fault;
import dev.sallyport.harness.LogLines;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who signs: a native library for what it does right, and the JDK for the rest.
class SigningTest {
    private static final Provider NATIVE = AmazonCorrettoCryptoProvider.INSTANCE;
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);
    private static final String ALL_BY_THE_JDK =
            "Signatures: ES256 by the JDK, ED25519 by the JDK, PS256 by the JDK, RS256 by the JDK";

    @AfterEach
    void chooseAgain() {
        Signing.choose("auto");
    }

    private static KeyPair pair(Scheme scheme) throws Exception {
        var generator = KeyPairGenerator.getInstance(scheme.keys());
        if (scheme == Scheme.ES256) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @EnumSource
    void whatOneLibrarySignsTheOtherTakes(Scheme scheme) throws Exception {
        KeyPair pair = pair(scheme);
        var others = java.util.Collections.unmodifiableList(Arrays.asList(NATIVE, null));
        KeyPair other = pair(scheme);
        for (@Nullable Provider signer : others) {
            byte[] signed = Signing.sign(scheme, signer, pair.getPrivate(), MESSAGE);
            for (@Nullable Provider checker : others) {
                assertThat(Signing.isSigned(scheme, checker, pair.getPublic(), MESSAGE, signed))
                        .isTrue();
                assertThat(isSigned(scheme, checker, other, signed)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothRefuseWhateverIsChanged(Scheme scheme) throws Exception {
        KeyPair pair = pair(scheme);
        byte[] signed = Signing.sign(scheme, NATIVE, pair.getPrivate(), MESSAGE);
        for (int at = 0; at < signed.length; at++) {
            byte[] other = signed.clone();
            other[at] ^= 0x20;
            assertThat(isSigned(scheme, NATIVE, pair, other))
                    .isEqualTo(isSigned(scheme, null, pair, other))
                    .isFalse();
        }
        for (byte[] other : List.of(new byte[0], new byte[signed.length], Arrays.copyOf(signed, signed.length + 1))) {
            assertThat(isSigned(scheme, NATIVE, pair, other))
                    .isEqualTo(isSigned(scheme, null, pair, other))
                    .isFalse();
        }
    }

    private static boolean isSigned(Scheme scheme, @Nullable Provider library, KeyPair pair, byte[] signed)
            throws Exception {
        try {
            return Signing.isSigned(scheme, library, pair.getPublic(), MESSAGE, signed);
        } catch (SignatureException e) {
            return false;
        }
    }

    @Test
    void thePlatformOfTheTestsHasTheLibraryForAll() {
        assertThat(Signing.tried(NATIVE))
                .isEqualTo(new Signing.Choice(
                        Map.of(
                                Scheme.ES256,
                                NATIVE,
                                Scheme.ED25519,
                                NATIVE,
                                Scheme.PS256,
                                NATIVE,
                                Scheme.RS256,
                                NATIVE),
                        List.of()));
        assertThat(Arrays.stream(Scheme.values())
                        .filter(scheme -> SigningTrial.trouble(
                                        scheme,
                                        Security.getProvider(scheme.keys().equals("RSA") ? "SunRsaSign" : "SunEC"))
                                .isPresent()))
                .as("the JDK's own pass too")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Asvs("11.1.3")
    void aBrokenLibrarySignsNothing(Fault fault) {
        var choice = Signing.tried(new BrokenLibrary(fault));
        // With RSA we only check, which this one does right.
        Set<Scheme> kept = fault == Fault.SIGNS_NOISE ? Set.of(Scheme.PS256, Scheme.RS256) : Set.of();
        assertThat(choice.natives().keySet()).isEqualTo(kept);
        assertThat(choice.troubles()).hasSize(4 - kept.size());
        assertThat(Signing.sentence(choice))
                .startsWith("Signatures: ES256 by the JDK, ED25519 by the JDK")
                .contains(". Broken failed its trial in ES256: it ");
    }

    @Test
    void aLibraryWithoutASchemeLeavesItToTheJdk() {
        var choice = Signing.tried(Security.getProvider("SunEC"));
        assertThat(choice.natives().keySet()).isEqualTo(EnumSet.of(Scheme.ES256, Scheme.ED25519));
        assertThat(Signing.sentence(choice)).contains("ES256 by SunEC 25, ED25519 by SunEC 25, PS256 by the JDK");
    }

    @Test
    void theNodeSaysWhoSignsWhat() {
        try (LogLines lines = LogLines.of(Signing.class)) {
            Signing.choose("auto");
            Signing.choose("jdk");
            assertThat(lines.lines().stream().map(String::strip))
                    .containsExactly(
                            ALL_BY_THE_JDK.replace("the JDK", "AmazonCorrettoCryptoProvider 2.5.0"), ALL_BY_THE_JDK);
        }
        assertThat(Signing.library(Scheme.ES256)).isNull();
    }

    @Test
    void javasOwnListOfLibrariesStaysAsItWas() {
        Signing.choose("auto");
        assertThat(Security.getProvider(NATIVE.getName())).isNull();
    }

    /// As on a machine where nothing in the folder for temporary files may be run.
    @Test
    void withoutAFolderToUnpackItIntoTheJdkSigns(@TempDir Path folder) throws Exception {
        // A file where a folder should be.
        Path file = Files.createFile(folder.resolve("nowhere"));
        var child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dcom.amazon.corretto.crypto.provider.tmpdir=" + file,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said.lines().filter(line -> line.contains("WARN")).toList())
                .singleElement()
                .asString()
                .contains(ALL_BY_THE_JDK + ". The native library cannot be loaded (")
                .endsWith("nowhere, which must be a folder that programs may be run from.");
        assertThat(said).endsWith("signs all the same\n");
    }

    static final class Child {
        public static void main(String[] args) throws Exception {
            Signing.choose("auto");
            KeyPair pair = pair(Scheme.ES256);
            byte[] signed = Signing.sign(Scheme.ES256, pair.getPrivate(), MESSAGE);
            if (Signing.isSigned(Scheme.ES256, pair.getPublic(), MESSAGE, signed)) {
                System.out.println("signs all the same");
            }
        }
    }

    private static JWSObject signed(JWSHeader header, JWK key) throws Exception {
        var signed = new JWSObject(header, new Payload(MESSAGE));
        switch (key) {
            case ECKey ec -> signed.sign(Jws.signer(ec));
            case RSAKey rsa -> signed.sign(new RSASSASigner(rsa));
            default -> throw new AssertionError(key);
        }
        return JWSObject.parse(signed.serialize());
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    @Defends("A47")
    void aTokenCountsInItsSchemeAndWithItsKeyOnly(String setting) throws Exception {
        Signing.choose(setting);
        ECKey ec = new ECKeyGenerator(Curve.P_256).generate();
        RSAKey rsa = new RSAKeyGenerator(2048).generate();
        JWSObject byEc = signed(new JWSHeader(JWSAlgorithm.ES256), ec);
        JWSObject byPss = signed(new JWSHeader(JWSAlgorithm.PS256), rsa);
        JWSObject byPkcs = signed(new JWSHeader(JWSAlgorithm.RS256), rsa);
        Set<Scheme> all = EnumSet.allOf(Scheme.class);

        assertThat(Jws.isSignedBy(byEc, ec, all)).isTrue();
        assertThat(Jws.isSignedBy(byPss, rsa, all)).isTrue();
        assertThat(Jws.isSignedBy(byPkcs, rsa, all)).isTrue();
        assertThat(Jws.isSignedBy(byPkcs, rsa, Set.of(Scheme.ES256, Scheme.PS256)))
                .isFalse();
        assertThat(Jws.isSignedBy(byEc, rsa, all)).isFalse();
        assertThat(Jws.isSignedBy(byEc, new ECKeyGenerator(Curve.P_256).generate(), all))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    @Defends("A47")
    void ed25519IsTakenAsOthersMakeIt(String setting) throws Exception {
        Signing.choose(setting);
        // RFC 8037 appendix A.4.
        OctetKeyPair key = OctetKeyPair.parse("""
                {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
                """);
        String token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
                + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        String[] parts = token.split("\\.");
        String other = Base64URL.encode("Another of Ed25519 signing").toString();

        assertThat(Jws.isSignedBy(JWSObject.parse(token), key, Set.of(Scheme.ED25519)))
                .isTrue();
        assertThat(Jws.isSignedBy(JWSObject.parse(token), key, Set.of(Scheme.ES256)))
                .isFalse();
        assertThat(Jws.isSignedBy(
                        JWSObject.parse(parts[0] + "." + other + "." + parts[2]), key, Set.of(Scheme.ED25519)))
                .isFalse();
        assertThat(Jws.isSignedBy(JWSObject.parse(parts[0] + "." + parts[1] + ".AAAA"), key, Set.of(Scheme.ED25519)))
                .isFalse();
    }
}
