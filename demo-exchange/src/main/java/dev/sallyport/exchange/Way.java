package dev.sallyport.exchange;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// A way out of the site: what goes, over what, and the most that it costs.
///
/// @param kind as Sallyport names it
/// @param fee the most that is taken on top, in the asset
record Way(String kind, String asset, String network, String label, BigDecimal fee) {
    static final List<Way> ALL = List.of(
            new Way("on-chain", "BTC", "bitcoin", "BTC over Bitcoin", new BigDecimal("0.0001")),
            new Way("on-chain", "ETH", "ethereum", "ETH over Ethereum", new BigDecimal("0.002")),
            new Way("on-chain", "SOL", "solana", "SOL over Solana", new BigDecimal("0.001")),
            new Way("fiat", "EUR", "sepa", "EUR to a bank account (SEPA)", new BigDecimal("1")));

    /// As a form or a program says it: `BTC/bitcoin`.
    String name() {
        return asset + "/" + network;
    }

    static Optional<Way> of(String name) {
        return ALL.stream().filter(way -> way.name().equals(name)).findFirst();
    }
}
