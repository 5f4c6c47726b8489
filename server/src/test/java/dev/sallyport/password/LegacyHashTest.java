package dev.sallyport.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.argon2.Argon2;
import dev.sallyport.argon2.Choice;
import dev.sallyport.argon2.EncodedHash;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.harness.TestNode;
import dev.sallyport.password.Passwords.Check;
import dev.sallyport.testing.Asvs;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

/// Hashes that other programs made: Python's hashlib, the JDK, Spring Security, the vectors of RFC 7914.
class LegacyHashTest {
    private static final Secret PASSWORD = new Secret("the old system hashed this");

    private final TestNode node = TestNode.shared();
    private final Passwords passwords = node.bean(Passwords.class);
    private final PasswordStore store = node.bean(PasswordStore.class);
    private final AccountId account = AccountId.create(node.clock.instant());

    static Stream<String> made() {
        String salt = "$2y$05$abcdefghijklmnopqrstuu";
        return Stream.of(
                "$scrypt$ln=10,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$Kpe3m/MsqQzoAT32VVBfUx/mHw8nyOLiJj1B3dvKkq0",
                "$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg$MwOIoLS5URRihIjcrLxoJ9Ta+UPNIOj8+5ZS85v1w/4",
                "$pbkdf2-sha512$1000$MDEyMzQ1Njc4OWFiY2RlZg$phZPRy.YIOiytE0AK2E.GkyQ51rH5D6oroOuL5M2tZHLhcSdhVJdfGEpNtup1vKPFaNjWl.b7c70zgA4B1AGDQ",
                "$pbkdf2-sha512$i=1000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$phZPRy+YIOiytE0AK2E+GkyQ51rH5D6oroOuL5M2tZE",
                BCrypt.hashpw(PASSWORD.reveal(), BCrypt.gensalt("$2a", 5)),
                BCrypt.hashpw(PASSWORD.reveal(), BCrypt.gensalt("$2b", 5)),
                BCrypt.hashpw(PASSWORD.reveal(), salt),
                argon2(PASSWORD.reveal()));
    }

    private static String argon2(String password) {
        var cost = new dev.sallyport.argon2.Argon2Parameters(19_456, 2, 1, 32);
        byte[] salt = new byte[16];
        try (var hasher = Argon2.start(Choice.BOUNCY_CASTLE, line -> {}).newHasher()) {
            return new EncodedHash(
                            cost, salt, hasher.hash(password.getBytes(StandardCharsets.UTF_8), salt, null, null, cost))
                    .encoded();
        }
    }

    private Check check(String password) {
        return passwords.check(account, new Secret(password), Lane.STRANGER);
    }

    private Check right(boolean breached, boolean fits, boolean renewed) {
        return new Check.Right(
                breached, fits, renewed, store.find(account).orElseThrow().changedAt());
    }

    private String stored() {
        return store.find(account).orElseThrow().peppered().hash();
    }

    @ParameterizedTest
    @MethodSource("made")
    @Asvs("11.4.2")
    void anAdoptedHashIsCheckedAndBecomesOursAtTheFirstRightSignIn(String hash) {
        passwords.adopt(account, hash, node.clock.instant());
        assertThat(check("the old system hashed that")).isEqualTo(new Check.Wrong());
        assertThat(stored()).isEqualTo(hash);
        assertThat(check(PASSWORD.reveal())).isEqualTo(right(false, true, true));
        assertThat(stored()).startsWith("$argon2id$v=19$m=47104,t=1,p=1$");
        assertThat(store.find(account).orElseThrow().peppered().pepperKey()).isNotNull();
        assertThat(check(PASSWORD.reveal())).isEqualTo(right(false, true, false));
        assertThat(check("the old system hashed that")).isEqualTo(new Check.Wrong());
    }

    @Test
    void scryptAgreesWithTheVectorOfItsStandard() {
        // RFC 7914 section 12, the third vector.
        var salt = base64("SodiumChloride".getBytes(StandardCharsets.US_ASCII));
        var hash = "cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw";
        assertThat(matches("$scrypt$ln=14,r=8,p=1$" + salt + "$" + hash, "pleaseletmein"))
                .isTrue();
        assertThat(matches("$scrypt$ln=14,r=8,p=1$" + salt + "$" + hash, "pleaseletmeim"))
                .isFalse();
    }

    @Test
    void pbkdf2AgreesWithTheJdk() throws Exception {
        byte[] salt = "salt of the old one".getBytes(StandardCharsets.US_ASCII);
        for (int bits : List.of(256, 512)) {
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA" + bits)
                    .generateSecret(new PBEKeySpec("plain letters".toCharArray(), salt, 777, bits))
                    .getEncoded();
            String text = "$pbkdf2-sha" + bits + "$777$" + base64(salt) + "$" + base64(hash);
            assertThat(matches(text, "plain letters")).isTrue();
            assertThat(matches(text, "Plain letters")).isFalse();
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    private static boolean matches(String hash, String password) {
        try (var hasher = Argon2.start(Choice.BOUNCY_CASTLE, line -> {}).newHasher()) {
            return StoredHash.parse(hash).matches(hasher, Typed.orRefuse(new Secret(password)), null);
        }
    }

    @Test
    void theBytesThatTheOldSystemHashedCountAndAfterTheRenewalTheirNfcForm() {
        String decomposed = Normalizer.normalize("übermütige Grüße", Normalizer.Form.NFD);
        String composed = Normalizer.normalize(decomposed, Normalizer.Form.NFC);
        passwords.adopt(account, BCrypt.hashpw(decomposed, BCrypt.gensalt(4)), node.clock.instant());
        assertThat(check(composed)).isEqualTo(new Check.Wrong());
        assertThat(check(decomposed)).isInstanceOf(Check.Right.class);
        assertThat(check(composed)).isInstanceOf(Check.Right.class);
    }

    @Test
    @Asvs("6.2.8")
    void bcryptKnowsSeventyTwoBytesAndAfterTheRenewalAllCount() {
        String known = "0123456789ab".repeat(6);
        passwords.adopt(account, BCrypt.hashpw(known, BCrypt.gensalt(4)), node.clock.instant());
        assertThat(check(known.substring(0, 71))).isEqualTo(new Check.Wrong());
        assertThat(check(known + " and a tail")).isInstanceOf(Check.Right.class);
        assertThat(check(known)).isEqualTo(new Check.Wrong());
        assertThat(check(known + " and a tail")).isInstanceOf(Check.Right.class);
    }

    @Test
    void aShortOneThatAnotherSystemTookIsRightAndDoesNotFit() {
        passwords.adopt(account, BCrypt.hashpw("short one", BCrypt.gensalt(4)), node.clock.instant());
        assertThat(check("short one")).isEqualTo(right(false, false, true));
        assertThat(passwords.facts(account).orElseThrow().fits()).isFalse();
    }

    @ParameterizedTest
    @Asvs("15.2.2")
    @ValueSource(
            strings = {
                "$2b$15$NT0I31Sa7ihGEWpka9ASYeEFkhuTNeBQ2xfZskIiiJeyFXhRgS.Sy",
                "$2b$31$NT0I31Sa7ihGEWpka9ASYeEFkhuTNeBQ2xfZskIiiJeyFXhRgS.Sy",
                "$2b$03$NT0I31Sa7ihGEWpka9ASYeEFkhuTNeBQ2xfZskIiiJeyFXhRgS.Sy",
                "$scrypt$ln=18,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
                "$scrypt$ln=17,r=8,p=64$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
                "$scrypt$ln=99,r=9999,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
                "$scrypt$ln=16,r=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
                "$pbkdf2-sha256$99999999$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
                "$pbkdf2-sha256$0$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
                "$argon2id$v=19$m=2097152,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
                "$argon2id$v=19$m=47104,t=1000,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
            })
    void whatWouldHoldAThreadOrFillTheHeapIsNotAdopted(String hash) {
        assertThatThrownBy(() -> passwords.adopt(account, hash, node.clock.instant()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(passwords.exists(account)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$",
                "5f4dcc3b5aa765d61d8327deb882cf99",
                "$1$salt$qJH7.N4xYta3aEG/dfqo/0",
                "$2x$05$NT0I31Sa7ihGEWpka9ASYeEFkhuTNeBQ2xfZskIiiJeyFXhRgS.Sy",
                "$2b$05$tooshort",
                "$argon2i$v=19$m=47104,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
                "$pbkdf2-sha1$1000$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
                "$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg$MDE",
                "$pbkdf2-sha256$i=1000,l=20$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
                "$scrypt$ln=14,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDE",
            })
    void whatIsNoKnownHashIsNotAdoptedAndNotRepeated(String hash) {
        assertThatThrownBy(() -> passwords.adopt(account, hash, node.clock.instant()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("MDEy")
                .hasMessageNotContaining("5f4dcc");
    }

    @Test
    void noHashPrintsItself() {
        made().forEach(hash ->
                assertThat(StoredHash.parse(hash).toString()).doesNotContain(hash.substring(hash.length() - 10)));
    }
}
