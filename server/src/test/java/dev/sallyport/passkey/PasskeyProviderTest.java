package dev.sallyport.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.crypto.Scheme;
import dev.sallyport.base.crypto.Signing;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Passkeys' signatures, and no others, are checked by whom we have chosen.
class PasskeyProviderTest {
    private static final String OURS = "SallyportPasskeys";

    private static KeyPair pair(Scheme scheme) throws Exception {
        if (scheme == Scheme.ES256) {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        }
        return KeyPairGenerator.getInstance(scheme == Scheme.RS256 ? "RSA" : "Ed25519")
                .generateKeyPair();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PS256")
    void keysOfPasskeysComeHereAndNoOthers(Scheme scheme) throws Exception {
        PasskeyProvider.enlist();
        PasskeyProvider.enlist();
        assertThat(List.of(Security.getProviders()).getLast().getName()).isEqualTo(OURS);

        KeyPair pair = pair(scheme);
        byte[] signed = Signing.sign(scheme, pair.getPrivate(), new byte[300]);
        Signature others = Signature.getInstance(scheme.java());
        others.initSign(pair.getPrivate());
        assertThat(others.getProvider().getName()).isNotEqualTo(OURS);
        others = Signature.getInstance(scheme.java());
        others.initVerify(pair.getPublic());
        assertThat(others.getProvider().getName()).isNotEqualTo(OURS);

        Signature ours = Signature.getInstance(scheme.java());
        ours.initVerify(new SignedKey.Public(pair.getPublic(), scheme));
        assertThat(ours.getProvider().getName()).isEqualTo(OURS);
        ours.update(new byte[300]);
        assertThat(ours.verify(signed)).isTrue();
        ours.update(new byte[301]);
        assertThat(ours.verify(signed)).isFalse();
    }
}
