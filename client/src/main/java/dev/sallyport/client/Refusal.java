package dev.sallyport.client;

import dev.sallyport.client.Verdict.Bad;
import dev.sallyport.client.Verdict.Reason;

/// Carries a refusal to where it is told.
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Bad bad;

    Refusal(Bad bad) {
        super(bad.detail(), null, false, false);
        this.bad = bad;
    }

    Bad bad() {
        return bad;
    }

    static void unless(boolean right, Reason reason, String detail) throws Refusal {
        if (!right) {
            throw new Refusal(Bad.of(reason, detail));
        }
    }
}
