package dev.sallyport.session;

import java.util.Collection;
import java.util.Set;

/// How sure it is that the holder himself is there, by what was proven (NIST 800-63B): one factor, or two. A passkey
/// is two in one.
public enum Assurance {
    ONE("aal1"),
    TWO("aal2");

    private static final Set<String> SECOND = Set.of("otp", "sms", "recovery-code");

    private final String word;

    Assurance(String word) {
        this.word = word;
    }

    /// @param proofs as RFC 8176 `amr` values
    public static Assurance of(Collection<String> proofs) {
        boolean two = proofs.contains("pop")
                || (proofs.contains("pwd") && proofs.stream().anyMatch(SECOND::contains));
        return two ? TWO : ONE;
    }

    /// As services are told it.
    public String word() {
        return word;
    }
}
