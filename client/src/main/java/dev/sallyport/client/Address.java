package dev.sallyport.client;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Objects;

/// An address without query and fragment, written in one way (RFC 3986 sections 6.2.2 and 6.2.3), as RFC
/// 9449 section 4.3 compares them. An escaped slash stays one: servers take it for another path.
record Address(String scheme, String host, int port, String path) {
    static Address of(URI uri) {
        String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
        String host = Objects.requireNonNullElse(uri.getHost(), "").toLowerCase(Locale.ROOT);
        if (host.isEmpty() || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("no web address");
        }
        return new Address(scheme, host, port(uri, scheme), path(uri));
    }

    private static int port(URI uri, String scheme) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        switch (scheme) {
            case "https":
                return 443;
            case "http":
                return 80;
            default:
                throw new IllegalArgumentException("no web address");
        }
    }

    private static String path(URI uri) {
        // Before the dots are taken away: %2e is one of them.
        return withoutDots(unescaped(Objects.requireNonNullElse(uri.getRawPath(), "")));
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

    /// Letters and digits need no escape; what needs one has it in capitals.
    private static String unescaped(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        var path = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                path.append(c);
                continue;
            }
            String digits = raw.substring(i + 1, i + 3);
            char meant = (char) Integer.parseInt(digits, 16);
            boolean free = meant < 0x7f && (Character.isLetterOrDigit(meant) || "-._~".indexOf(meant) >= 0);
            path.append(free ? String.valueOf(meant) : "%" + digits.toUpperCase(Locale.ROOT));
            i += 2;
        }
        return path.toString();
    }
}
