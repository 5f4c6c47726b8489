package dev.sallyport.exchange;

import java.util.Objects;

/// An order as somebody typed it.
///
/// @param price of a limit order; empty for a market order
public record Draft(String pair, String side, String kind, String amount, String price) {
    /// Under which it waits in the browser's session while its holder proves himself.
    static final String NAME = "draft";

    /// What a program leaves out is as nothing typed.
    public Draft {
        pair = Objects.requireNonNullElse(pair, "");
        side = Objects.requireNonNullElse(side, "");
        kind = Objects.requireNonNullElse(kind, "");
        amount = Objects.requireNonNullElse(amount, "");
        price = Objects.requireNonNullElse(price, "");
    }

    static final Draft EMPTY = new Draft("BTC-EUR", "buy", "market", "", "");
}
