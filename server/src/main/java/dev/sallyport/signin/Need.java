package dev.sallyport.signin;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a sign-in may need beyond the password, in the order in which it is asked for, and where.
enum Need {
    /// A second proof.
    SECOND("second", "/sign-in/second"),
    /// A code sent to the address that was signed in with.
    CONTACT("contact", "/sign-in/contact-code"),
    /// A new password in place of one that is known to others or too short.
    NEW_PASSWORD("new-password", "/sign-in/new-password"),
    /// A second proof must be set up, because everybody must have one.
    SET_UP("set-up", "/sign-in/set-up");

    private final String proof;
    private final String path;

    Need(String proof, String path) {
        this.proof = proof;
        this.path = path;
    }

    /// The name under which it is noted once given.
    String proof() {
        return proof;
    }

    String path() {
        return path;
    }

    static Optional<Need> first(List<Need> needs, List<String> given) {
        return needs.stream().filter(need -> !given.contains(need.proof)).findFirst();
    }

    static List<Need> read(String stored) {
        return stored.isEmpty()
                ? List.of()
                : Arrays.stream(stored.split(" ")).map(Need::valueOf).toList();
    }

    static String write(List<Need> needs) {
        return String.join(" ", needs.stream().map(Need::name).toList());
    }
}
