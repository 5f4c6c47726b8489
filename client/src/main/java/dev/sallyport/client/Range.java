package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/// Addresses in CIDR form. IPv4 mapped into IPv6 is IPv4; octal, short and zoned forms are no addresses.
///
/// @param network 4 or 16 bytes
/// @param bits how many of them must agree
record Range(byte[] network, int bits) {
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    /// Only hex, dots and colons: no name server is ever asked.
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}(?:\\d{1,3}(?:\\.\\d{1,3}){3})?");

    private static final Pattern BITS = Pattern.compile("\\d{1,3}");

    static Range of(String text) throws Malformed {
        String[] parts = text.split("/", -1);
        byte[] network = address(parts[0]);
        int most = network.length * 8;
        if (parts.length > 2 || (parts.length == 2 && !BITS.matcher(parts[1]).matches())) {
            throw new Malformed("no range of addresses");
        }
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : most;
        if (bits > most) {
            throw new Malformed("no range of addresses");
        }
        return new Range(masked(network, bits), bits);
    }

    /// @throws Malformed for what is no literal address
    static byte[] address(String literal) throws Malformed {
        boolean six = literal.indexOf(':') >= 0 && IPV6.matcher(literal).matches();
        if (!six && !IPV4.matcher(literal).matches()) {
            throw new Malformed("no address");
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new Malformed("no address");
        }
    }

    boolean contains(byte[] address) {
        return address.length == network.length && Arrays.equals(masked(address, bits), network);
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(8, bits - i * 8));
            masked[i] &= (byte) (0xff << (8 - kept));
        }
        return masked;
    }
}
