package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
        byte[] usual = four(literal);
        return usual != null ? usual : any(literal);
    }

    /// The usual form, read without further ado; null for all else.
    private static byte @Nullable [] four(String literal) {
        var address = new byte[4];
        int at = 0;
        for (int part = 0; part < 4; part++) {
            int value = 0;
            int begin = at;
            while (at < literal.length() && literal.charAt(at) >= '0' && literal.charAt(at) <= '9' && at - begin < 4) {
                value = value * 10 + literal.charAt(at++) - '0';
            }
            boolean right = at > begin && value <= 255 && (at - begin == 1 || literal.charAt(begin) != '0');
            boolean ends = part == 3 ? at == literal.length() : at < literal.length() && literal.charAt(at++) == '.';
            if (!right || !ends) {
                return null;
            }
            address[part] = (byte) value;
        }
        return address;
    }

    private static byte[] any(String literal) throws Malformed {
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
        if (address.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        int rest = 0xff << (8 - bits % 8) & 0xff;
        return Arrays.equals(address, 0, whole, network, 0, whole)
                && (rest == 0 || ((address[whole] ^ network[whole]) & rest) == 0);
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
