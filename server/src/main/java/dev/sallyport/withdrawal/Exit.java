package dev.sallyport.withdrawal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Every way in which value leaves an account. They all take the same gate: a hold that one of them
/// could go round would be none (R-HOLD-1, A53).
enum Exit {
    ON_CHAIN,
    FIAT,
    INTERNAL,
    P2P,
    GIFT,
    SUB_ACCOUNT,
    CONVERT;

    /// As services write it: `on-chain`.
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Exit> of(String label) {
        return Arrays.stream(values())
                .filter(exit -> exit.label().equals(label))
                .findFirst();
    }
}
