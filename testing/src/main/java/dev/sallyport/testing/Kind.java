package dev.sallyport.testing;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The tables of the page, in this order, and the annotation that may name a rule of each.
enum Kind {
    REQUIREMENT("Requirements", "Proves"),
    ATTACK("Attacks", "Defends"),
    ASVS("OWASP ASVS 5.0", "Asvs"),
    DOCUMENT("OWASP ASVS 5.0: documents", "Asvs"),
    WEBAUTHN("WebAuthn Level 3", "Proves"),
    NIST("NIST SP 800-63B-4", "Proves"),
    TOTP("TOTP and HOTP", "Proves"),
    OAUTH("OAuth 2.0 Security (RFC 9700)", "Proves"),
    FAPI("FAPI 2.0", "Proves"),
    DPOP("DPoP (RFC 9449)", "Proves"),
    PSD2("PSD2 RTS (EU 2018/389)", "Proves"),
    TRANSACTION("OWASP transaction authorization", "Proves");

    final String title;
    final String annotation;

    Kind(String title, String annotation) {
        this.title = title;
        this.annotation = annotation;
    }

    static Optional<Kind> named(String name) {
        return Stream.of(values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
