package dev.sallyport.genuine;

import dev.sallyport.genuine.Link.Fault;
import dev.sallyport.genuine.Link.Oddity;
import dev.sallyport.genuine.Link.Reading;
import java.util.EnumSet;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a link as the URL Standard says (https://url.spec.whatwg.org/#url-parsing, special schemes, no base), and
/// notes
/// on the way what is odd. One pass over the text; nothing is looked up.
final class LinkReader {
    /// A scheme, and not `host:port`.
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)", Pattern.DOTALL);

    private static final int HIGHEST_PORT = 65_535;

    private final EnumSet<Oddity> oddities = EnumSet.noneOf(Oddity.class);
    private final String text;
    private boolean secure = true;
    private @Nullable String otherScheme;

    LinkReader(String text) {
        this.text = text;
    }

    Reading read() {
        if (text.length() > Link.LONGEST) {
            return new Reading.Broken(Fault.TOO_LONG);
        }
        String rest = afterScheme(withoutControls());
        if (otherScheme != null) {
            return new Reading.OtherScheme(otherScheme);
        }
        if (rest.isEmpty()) {
            return new Reading.Broken(Fault.EMPTY);
        }
        return authority(afterSlashes(rest));
    }

    /// C0 controls and blanks around it mean nothing, and tabs and line ends nowhere anything.
    private String withoutControls() {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && text.charAt(to - 1) <= ' ') {
            to--;
        }
        var clean = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7f) {
                oddities.add(Oddity.CONTROL);
            }
            if (c != '\t' && c != '\n' && c != '\r') {
                clean.append(c);
            }
        }
        return clean.toString();
    }

    private String afterScheme(String clean) {
        var matcher = SCHEME.matcher(clean);
        if (!matcher.matches() || isPort(matcher.group(1), matcher.group(2))) {
            oddities.add(Oddity.NO_SCHEME);
            return clean;
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        switch (scheme) {
            case "https" -> {}
            case "http" -> secure = false;
            default -> otherScheme = scheme;
        }
        return matcher.group(2);
    }

    /// As browsers' address bars take `examplex.com:8443/path`.
    private static boolean isPort(String before, String after) {
        int end = 0;
        while (end < after.length() && Character.isDigit(after.charAt(end))) {
            end++;
        }
        return before.indexOf('.') > 0 && end > 0 && (end == after.length() || "/?#\\".indexOf(after.charAt(end)) >= 0);
    }

    private String afterSlashes(String rest) {
        int at = 0;
        while (at < rest.length() && (rest.charAt(at) == '/' || rest.charAt(at) == '\\')) {
            if (rest.charAt(at) == '\\') {
                oddities.add(Oddity.BACKSLASH);
            }
            at++;
        }
        boolean bare = oddities.contains(Oddity.NO_SCHEME);
        if (at != (bare ? 0 : 2)) {
            oddities.add(Oddity.SLASHES);
        }
        return rest.substring(at);
    }

    private Reading authority(String rest) {
        int end = 0;
        while (end < rest.length() && "/\\?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        if (end < rest.length() && rest.charAt(end) == '\\') {
            oddities.add(Oddity.BACKSLASH);
        }
        String authority = rest.substring(0, end);
        int user = authority.lastIndexOf('@');
        if (user >= 0) {
            oddities.add(Oddity.USER_INFO);
        }
        String hostAndPort = authority.substring(user + 1);
        int colon = hostAndPort.lastIndexOf(':');
        boolean hasPort = colon > hostAndPort.lastIndexOf(']');
        String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
        int port = hasPort ? port(hostAndPort.substring(colon + 1)) : ownPort();
        if (port < 0) {
            return new Reading.Broken(Fault.PORT);
        }
        if (port != ownPort()) {
            oddities.add(Oddity.PORT);
        }
        if (host.isEmpty()) {
            return new Reading.Broken(Fault.NO_HOST);
        }
        String path = rest.substring(end);
        return switch (Host.read(host, oddities)) {
            case Host.Reading.Broken(Fault fault, String readable) -> new Reading.Broken(fault, readable);
            case Host.Reading.Read(String ascii, String shown) ->
                new Reading.Read(new Link(secure, ascii, shown, port, path, oddities));
        };
    }

    private int ownPort() {
        return secure ? 443 : 80;
    }

    private int port(String digits) {
        if (digits.isEmpty()) {
            return ownPort();
        }
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            port = port * 10 + c - '0';
            if (port > HIGHEST_PORT) {
                return -1;
            }
        }
        return port;
    }
}
