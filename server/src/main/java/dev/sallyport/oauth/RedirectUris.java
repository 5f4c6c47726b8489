package dev.sallyport.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where an answer may go: exactly where the client said at its registration, character by character (O-1, A42). Only
/// a program on the holder's own machine may listen on another port each time.
final class RedirectUris {
    private static final Pattern LOOPBACK =
            Pattern.compile("http://(?<host>127\\.0\\.0\\.1|\\[::1\\])(?::\\d{1,5})?(?<rest>/[^#\\\\\\s]*)?");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~:/?\\[\\]@!$&'()*+,;=%-]{1,500}");

    private RedirectUris() {}

    static boolean allows(Collection<String> registered, String asked) {
        Optional<String> here = loopback(asked);
        return registered.contains(asked)
                || (here.isPresent()
                        && registered.stream().anyMatch(one -> loopback(one).equals(here)));
    }

    /// Whether only who owns a domain gets what is sent there: neither a port of the holder's machine nor a scheme that
    /// any program may take.
    static boolean isOnTheWeb(String uri) {
        return uri.startsWith("https://");
    }

    /// The same without its port.
    private static Optional<String> loopback(String uri) {
        var parts = LOOPBACK.matcher(uri);
        return parts.matches() && PLAIN.matcher(uri).matches()
                ? Optional.of(parts.group("host") + parts.group("rest"))
                : Optional.empty();
    }

    /// What keeps an address from being registered; empty when nothing does.
    static Optional<String> obstacle(String uri) {
        if (!PLAIN.matcher(uri).matches()) {
            return Optional.of("it holds a character that stands in no such address, or is too long");
        }
        try {
            URI read = new URI(uri);
            if (read.getRawUserInfo() != null || read.getRawFragment() != null) {
                return Optional.of("it has user information or a fragment");
            }
            if (!read.normalize().equals(read)) {
                return Optional.of("its path is not in its shortest form");
            }
            String scheme = String.valueOf(read.getScheme());
            if (scheme.equals("https") && read.getHost() != null) {
                return Optional.empty();
            }
            // RFC 8252 section 7.1: a domain of the program's own, turned around.
            boolean appOwn = scheme.contains(".") && read.getRawAuthority() == null;
            return loopback(uri).isPresent() || appOwn
                    ? Optional.empty()
                    : Optional.of("it must begin with https, or with http://127.0.0.1 for a program on the machine");
        } catch (URISyntaxException e) {
            return Optional.of("it is no address");
        }
    }
}
