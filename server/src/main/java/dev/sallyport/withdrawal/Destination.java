package dev.sallyport.withdrawal;

import dev.sallyport.base.chain.Chains;
import dev.sallyport.base.http.Mistakes;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is paid, each part in its one spelling: two that are equal are the same, and two that differ in anything are two
/// (A51).
///
/// @param memo null for none
record Destination(
        String asset, String network, String address, @Nullable String memo) {
    private static final int MOST_ADDRESS = 200;
    private static final int MOST_MEMO = 120;

    /// What was read, or what is wrong with it.
    record Read(Optional<Destination> destination, Mistakes mistakes) {}

    /// As somebody typed it, or as a service sent it.
    static Read read(Chains chains, String asset, String code, String address, @Nullable String memo) {
        var mistakes = Mistakes.NONE;
        if (!Asked.CODE.matcher(asset).matches()) {
            mistakes = mistakes.and("asset", "destination.mistake.code");
        }
        if (!Asked.CODE.matcher(code).matches()) {
            return new Read(Optional.empty(), mistakes.and("network", "destination.mistake.code"));
        }
        Chains.Network network = chains.network(code);
        Optional<String> to =
                address.length() > MOST_ADDRESS ? Optional.empty() : network.scheme().canonical(address);
        if (to.isEmpty()) {
            mistakes = mistakes.and("destination", "destination.mistake.address");
        }
        boolean hasMemo = memo != null && !memo.isEmpty();
        Optional<String> beside =
                hasMemo && memo.length() <= MOST_MEMO ? network.memo().canonical(memo) : Optional.empty();
        if (hasMemo && beside.isEmpty()) {
            mistakes = mistakes.and("memo", "destination.mistake.memo");
        }
        return mistakes.any()
                ? new Read(Optional.empty(), mistakes)
                : new Read(
                        Optional.of(new Destination(
                                asset.toUpperCase(Locale.ROOT), network.code(), to.orElseThrow(), beside.orElse(null))),
                        Mistakes.NONE);
    }
}
