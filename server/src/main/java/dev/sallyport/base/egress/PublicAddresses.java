package dev.sallyport.base.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Which addresses lie in the public internet: those that the registries of special purposes (IANA, RFC 6890) leave.
/// What carries an IPv4 address within it is judged by that one.
final class PublicAddresses {
    private static final List<Range> SPECIAL = List.of(
            Range.of("0.0.0.0", 8),
            Range.of("10.0.0.0", 8),
            Range.of("100.64.0.0", 10),
            Range.of("127.0.0.0", 8),
            Range.of("169.254.0.0", 16),
            Range.of("172.16.0.0", 12),
            Range.of("192.0.0.0", 24),
            Range.of("192.0.2.0", 24),
            Range.of("192.88.99.0", 24),
            Range.of("192.168.0.0", 16),
            Range.of("198.18.0.0", 15),
            Range.of("198.51.100.0", 24),
            Range.of("203.0.113.0", 24),
            Range.of("224.0.0.0", 4),
            Range.of("240.0.0.0", 4),
            Range.of("2001::", 23),
            Range.of("2001:db8::", 32),
            Range.of("3fff::", 20));
    /// Global unicast; nothing outside of it is handed out.
    private static final Range IPV6 = Range.of("2000::", 3);
    private static final Range SIX_TO_FOUR = Range.of("2002::", 16);

    private record Range(byte[] start, int bits) {
        static Range of(String start, int bits) {
            return new Range(InetAddress.ofLiteral(start).getAddress(), bits);
        }

        boolean holds(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((address[bit / 8] ^ start[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private PublicAddresses() {}

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (SPECIAL.stream().anyMatch(range -> range.holds(bytes))) {
            return false;
        }
        if (address instanceof Inet4Address) {
            return true;
        }
        return SIX_TO_FOUR.holds(bytes) ? isPublic(within(bytes)) : IPV6.holds(bytes);
    }

    private static InetAddress within(byte[] sixToFour) {
        try {
            return InetAddress.getByAddress(new byte[] {sixToFour[2], sixToFour[3], sixToFour[4], sixToFour[5]});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
