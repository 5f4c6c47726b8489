package dev.sallyport.exchange;

/// An order as somebody typed it.
///
/// @param price of a limit order; empty for a market order
public record Draft(String pair, String side, String kind, String amount, String price) {
    /// Under which it waits in the browser's session while its holder proves himself.
    static final String NAME = "draft";

    static final Draft EMPTY = new Draft("BTC-EUR", "buy", "market", "", "");
}
