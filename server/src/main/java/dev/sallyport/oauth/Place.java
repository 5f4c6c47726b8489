package dev.sallyport.oauth;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Objects;

/// An address without query and fragment, written in one way (RFC 3986 sections 6.2.2 and 6.2.3), as RFC 9449 section
/// 4.3 compares them. An escaped slash stays one: it is another path than one with a slash.
record Place(String scheme, String host, int port, String path) {
    /// @throws IllegalArgumentException when it is no address of the web
    static Place of(URI uri) {
        String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
        String host = Objects.requireNonNullElse(uri.getHost(), "").toLowerCase(Locale.ROOT);
        if (host.isEmpty() || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("no address of the web");
        }
        int usual = switch (scheme) {
            case "https" -> 443;
            case "http" -> 80;
            default -> throw new IllegalArgumentException("no address of the web");
        };
        // Before the dots are taken away: %2e is one of them.
        String path = withoutDots(unescaped(Objects.requireNonNullElse(uri.getRawPath(), "")));
        return new Place(scheme, host, uri.getPort() < 0 ? usual : uri.getPort(), path);
    }

    /// RFC 3986 section 5.2.4. Java's own way also makes one slash of two.
    private static String withoutDots(String path) {
        var kept = new ArrayDeque<String>();
        String[] segments = path.isEmpty() ? new String[] {"", ""} : path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean dots = segments[i].equals("..") || segments[i].equals(".");
            if (segments[i].equals("..")) {
                kept.pollLast();
            }
            if (!dots) {
                kept.addLast(segments[i]);
            } else if (i == segments.length - 1) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }

    /// Letters, digits and `-._~` need no escape; what needs one has it in capitals.
    private static String unescaped(String raw) {
        var path = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                path.append(c);
                continue;
            }
            String digits = raw.substring(i + 1, i + 3);
            int meant = Integer.parseInt(digits, 16);
            if (isFree(meant)) {
                path.append((char) meant);
            } else {
                path.append('%').append(digits.toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return path.toString();
    }

    private static boolean isFree(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c < 0x80 && "-._~".indexOf(c) >= 0);
    }
}
