package dev.sallyport.withdrawal;

import dev.sallyport.base.chain.Chains;
import dev.sallyport.base.http.Mistakes;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Who is paid, each part in its one spelling: two that are equal are the same, and two that differ in anything are two
/// (A51).
///
/// @param memo null for none
record Destination(
        String asset,
        String network,
        String address,
        @Nullable String memo) {
    private static final int MOST_ADDRESS = 200;
    private static final int MOST_MEMO = 120;
    /// So many letters at each end are what most people compare, and what a poisoned address copies.
    private static final int END = 4;

    /// What was read, or what is wrong with it.
    record Read(Optional<Destination> destination, Mistakes mistakes) {}

    /// As somebody typed it, or as a service sent it.
    static Read read(Chains chains, String asset, String code, String address, @Nullable String memo) {
        Mistakes mistakes =
                Asked.CODE.matcher(asset).matches() ? Mistakes.NONE : Mistakes.in("asset", "destination.mistake.asset");
        if (!Asked.CODE.matcher(code).matches()) {
            return new Read(Optional.empty(), mistakes.and("network", "destination.mistake.network"));
        }
        Chains.Network network = chains.network(code);
        Optional<String> to = address.length() > MOST_ADDRESS
                ? Optional.empty()
                : network.scheme().canonical(address);
        if (to.isEmpty()) {
            mistakes = wrongAddress(mistakes, network, address);
        }
        String typed = memo == null ? "" : memo;
        Optional<String> beside = typed.isEmpty() || typed.length() > MOST_MEMO
                ? Optional.empty()
                : network.memo().canonical(typed);
        if (!typed.isEmpty() && beside.isEmpty()) {
            mistakes = mistakes.and(
                    "memo",
                    "destination.mistake.memo." + network.memo().name().toLowerCase(Locale.ROOT),
                    "most",
                    MOST_MEMO);
        }
        return mistakes.any()
                ? new Read(Optional.empty(), mistakes)
                : new Read(
                        Optional.of(new Destination(
                                asset.toUpperCase(Locale.ROOT), network.code(), to.orElseThrow(), beside.orElse(null))),
                        Mistakes.NONE);
    }

    /// Names the group of letters that looks wrong, where the network's standard can tell. What would be right is not
    /// said: that could be somebody else's.
    private static Mistakes wrongAddress(Mistakes mistakes, Chains.Network network, String address) {
        if (address.isEmpty() || address.length() > MOST_ADDRESS) {
            return mistakes.and("address", "destination.mistake.address-length", "most", MOST_ADDRESS);
        }
        OptionalInt at = network.scheme().wrongAt(address);
        if (at.isEmpty()) {
            return mistakes.and(
                    "address",
                    network.scheme().isChecked()
                            ? "destination.mistake.address-checksum"
                            : "destination.mistake.address-form");
        }
        int group = Grouped.numberOf(address.codePointCount(0, at.getAsInt()));
        return mistakes.and(
                "address",
                "destination.mistake.address-group",
                "group",
                group,
                "text",
                Grouped.of(address).get(group - 1).text());
    }

    /// Whether it is another one that looks the same at both ends (address poisoning).
    boolean imitates(Destination other) {
        return !address.equals(other.address)
                && start(address).equalsIgnoreCase(start(other.address))
                && end(address).equalsIgnoreCase(end(other.address));
    }

    private static String start(String text) {
        return text.substring(0, Math.min(END, text.length()));
    }

    private static String end(String text) {
        return text.substring(Math.max(0, text.length() - END));
    }
}
