package dev.sallyport.apikey;

import dev.sallyport.base.who.Networks;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/// Addresses that a key may be used from: one, or a network in CIDR form. IPv4 mapped into IPv6 is IPv4; octal, short
/// and zoned forms are no addresses (A39).
///
/// @param network its first address, canonical
/// @param bits how many of them must agree
public record AddressRange(String network, int bits) {
    /// Nothing wider: a /8 or 0.0.0.0/0 is no list of addresses (R-API-4). For IPv6 the widest is what one network
    /// operator is usually given whole.
    static final int WIDEST_4 = 9;
    static final int WIDEST_6 = 32;

    /// Empty for what is none, is too wide, or has bits set behind its mask: whoever wrote that meant something else.
    static Optional<AddressRange> read(String text) {
        String[] parts = text.split("/", -1);
        Optional<String> address = Networks.canonical(parts[0]);
        if (parts.length > 2 || address.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = bytes(address.get());
        boolean mapped = bytes.length == 4 && parts[0].contains(":");
        int all = bytes.length * 8;
        if (parts.length == 1) {
            return Optional.of(new AddressRange(address.get(), all));
        }
        if (!parts[1].matches("[1-9]\\d{0,2}")) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(parts[1]) - (mapped ? 96 : 0);
        boolean narrow = bits >= (all == 32 ? WIDEST_4 : WIDEST_6) && bits <= all;
        return narrow && Arrays.equals(masked(bytes, bits), bytes)
                ? Optional.of(new AddressRange(address.get(), bits))
                : Optional.empty();
    }

    /// @param address canonical
    boolean contains(String address) {
        byte[] mine = bytes(network);
        byte[] other = bytes(address);
        return mine.length == other.length && Arrays.equals(masked(other, bits), mine);
    }

    /// Whether everything in the other one is in this.
    boolean contains(AddressRange other) {
        return other.bits >= bits && contains(other.network);
    }

    private static byte[] bytes(String canonical) {
        return InetAddress.ofLiteral(canonical).getAddress();
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(bits - i * 8L, 0, 8);
            masked[i] &= (byte) (0xff << (8 - kept));
        }
        return masked;
    }

    @Override
    public String toString() {
        return bits == (network.contains(":") ? 128 : 32) ? network : network + "/" + bits;
    }
}
