package dev.sallyport.oauth;

import dev.sallyport.account.Proofs;
import dev.sallyport.session.Assurance;
import dev.sallyport.session.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How strongly somebody has proven himself, as `acr` says it; each includes those above it.
enum Acr {
    ONE_FACTOR("urn:sallyport:acr:1fa"),
    TWO_FACTORS("urn:sallyport:acr:2fa"),
    /// Resistant to phishing, by its registered name (OpenID EAP).
    PHISHING_RESISTANT("phr");

    private final String value;

    Acr(String value) {
        this.value = value;
    }

    String value() {
        return value;
    }

    static List<String> all() {
        return Arrays.stream(values()).map(Acr::value).toList();
    }

    static Acr of(Session session) {
        if (session.proofs().contains(Proofs.Kind.PASSKEY.amr())) {
            return PHISHING_RESISTANT;
        }
        return Assurance.of(session.proofs()) == Assurance.TWO ? TWO_FACTORS : ONE_FACTOR;
    }

    /// Whether it is enough for one of the values that were asked for; an unknown one is never met (RFC 9470).
    boolean meets(List<String> asked) {
        return asked.isEmpty()
                || asked.stream().map(Acr::named).flatMap(Optional::stream).anyMatch(one -> compareTo(one) >= 0);
    }

    private static Optional<Acr> named(String value) {
        return Arrays.stream(values()).filter(a -> a.value.equals(value)).findFirst();
    }
}
