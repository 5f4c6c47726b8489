package dev.sallyport.base.who;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// IP addresses as text: one canonical form, and the network a limit counts by. Never asks a name server.
public final class Networks {
    /// Only digits, hex, dots and colons can start a look-up, so that no name is ever resolved. Octal, short
    /// and whole-number forms of IPv4 (A39) do not pass.
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}(?:\\d{1,3}(?:\\.\\d{1,3}){3})?");

    private Networks() {}

    /// The canonical form of a literal address; IPv4 mapped into IPv6 becomes IPv4. Empty for anything else,
    /// zone ids included.
    public static Optional<String> canonical(String literal) {
        if (!IPV4.matcher(literal).matches()
                && !(literal.contains(":") && IPV6.matcher(literal).matches())) {
            return Optional.empty();
        }
        try {
            // A literal never leads to a look-up; a mapped address comes back as Inet4Address.
            return Optional.of(InetAddress.ofLiteral(literal).getHostAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String limitKey(String canonicalAddress) {
        if (!canonicalAddress.contains(":")) {
            return canonicalAddress;
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(canonicalAddress).getAddress();
            Arrays.fill(bytes, 8, 16, (byte) 0);
            return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + canonicalAddress, e);
        }
    }

    /// The wider network that a spread attack shares: /24 for IPv4, /48 for IPv6.
    public static String prefix(String canonicalAddress) {
        return cut(canonicalAddress, 3, 6);
    }

    /// What one operator is usually given whole: /16 for IPv4, /32 for IPv6.
    public static String wide(String canonicalAddress) {
        return cut(canonicalAddress, 2, 4);
    }

    private static String cut(String canonicalAddress, int bytes4, int bytes6) {
        try {
            byte[] bytes = InetAddress.ofLiteral(canonicalAddress).getAddress();
            int keep = bytes.length == 4 ? bytes4 : bytes6;
            Arrays.fill(bytes, keep, bytes.length, (byte) 0);
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + keep * 8;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + canonicalAddress, e);
        }
    }
}
