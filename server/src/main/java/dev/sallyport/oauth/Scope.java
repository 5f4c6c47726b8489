package dev.sallyport.oauth;

import java.util.Arrays;
import java.util.Optional;

/// What a holder can let a program do, a line each. The words are the texts `oauth.scope.<label>`.
///
/// Scopes of services, which no holder is asked about, are free text and stand on the client alone.
enum Scope {
    /// Who the holder is.
    OPENID("openid", Kind.IDENTITY),
    EMAIL("email", Kind.READ),
    /// Access while the holder is away.
    OFFLINE_ACCESS("offline_access", Kind.READ),
    ACCOUNT_READ("account.read", Kind.READ),
    BALANCES_READ("balances.read", Kind.READ),
    ORDERS_READ("orders.read", Kind.READ),
    ORDERS_WRITE("orders.write", Kind.MONEY),
    WITHDRAWALS_WRITE("withdrawals.write", Kind.MONEY);

    enum Kind {
        /// Asked for with the whole, and no choice of its own.
        IDENTITY,
        /// Reads only; chosen already when the page is shown.
        READ,
        /// Moves money: never chosen beforehand, and only with a fresh proof.
        MONEY
    }

    private final String label;
    private final Kind kind;

    Scope(String label, Kind kind) {
        this.label = label;
        this.kind = kind;
    }

    String label() {
        return label;
    }

    Kind kind() {
        return kind;
    }

    static Optional<Scope> of(String label) {
        return Arrays.stream(values()).filter(s -> s.label.equals(label)).findFirst();
    }

    static boolean isMoney(String label) {
        return of(label).filter(s -> s.kind == Kind.MONEY).isPresent();
    }
}
