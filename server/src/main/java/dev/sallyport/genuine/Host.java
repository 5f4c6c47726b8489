package dev.sallyport.genuine;

import com.ibm.icu.impl.Punycode;
import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.StringPrepParseException;
import dev.sallyport.genuine.Link.Fault;
import dev.sallyport.genuine.Link.Oddity;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/// The host of a link: decoded once, mapped by UTS 46, and only then looked at
/// (https://url.spec.whatwg.org/#host-parsing).
final class Host {
    /// CheckHyphens, VerifyDnsLength and UseSTD3ASCIIRules are off, CheckBidi and CheckJoiners on: what browsers do.
    private static final IDNA UTS_46 = IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);

    private static final Set<IDNA.Error> OVERLOOKED = EnumSet.of(
            IDNA.Error.HYPHEN_3_4,
            IDNA.Error.LEADING_HYPHEN,
            IDNA.Error.TRAILING_HYPHEN,
            IDNA.Error.EMPTY_LABEL,
            IDNA.Error.LABEL_TOO_LONG,
            IDNA.Error.DOMAIN_NAME_TOO_LONG);

    private static final Normalizer2 COMPOSE = Normalizer2.getNFCInstance();

    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;
    /// Percent signs and characters that nobody sees make a host longer than it is; not by more than this.
    private static final int LONGEST_WRITTEN = 1_000;

    /// "Forbidden domain code points" of the URL Standard that are not controls.
    private static final String FORBIDDEN = " #/:<>?@[\\]^|%";

    private Host() {}

    sealed interface Reading {
        record Read(String ascii, String shown) implements Reading {}

        /// @param readable what it seems to say, for telling what it imitates; may be empty
        record Broken(Fault fault, String readable) implements Reading {
            Broken(Fault fault) {
                this(fault, "");
            }
        }
    }

    static Reading read(String written, EnumSet<Oddity> oddities) {
        if (written.length() > LONGEST_WRITTEN) {
            return new Reading.Broken(Fault.HOST_NAME);
        }
        if (written.startsWith("[")) {
            return sixteenBytes(written, oddities);
        }
        String decoded = written;
        if (written.indexOf('%') >= 0) {
            oddities.add(Oddity.ENCODED);
            try {
                decoded = decoded(written);
            } catch (CharacterCodingException e) {
                return new Reading.Broken(Fault.HOST_CHARACTERS);
            }
        }
        noteCharacters(decoded, oddities);
        return named(decoded, oddities);
    }

    private static Reading named(String decoded, EnumSet<Oddity> oddities) {
        var info = new IDNA.Info();
        var ascii = new StringBuilder(decoded.length());
        UTS_46.nameToASCII(decoded, ascii, info);
        if (info.getErrors().stream().anyMatch(error -> !OVERLOOKED.contains(error))) {
            return new Reading.Broken(Fault.HOST_NAME, readable(decoded));
        }
        String host = ascii.toString();
        if (!host.equalsIgnoreCase(decoded) && !isMerelyForeign(decoded, host)) {
            oddities.add(Oddity.MAPPED);
        }
        if (host.endsWith(".")) {
            oddities.add(Oddity.TRAILING_DOT);
            host = host.substring(0, host.length() - 1);
        }
        if (host.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || FORBIDDEN.indexOf(c) >= 0)) {
            return new Reading.Broken(Fault.HOST_CHARACTERS);
        }
        if (Numbers.endsInNumber(host)) {
            oddities.add(Oddity.NUMBERS);
            return Numbers.dotted(host)
                    .<Reading>map(dotted -> new Reading.Read(dotted, dotted))
                    .orElse(new Reading.Broken(Fault.HOST_NUMBER));
        }
        return isTooLong(host) ? new Reading.Broken(Fault.HOST_NAME) : new Reading.Read(host, shown(host));
    }

    /// No browser opens it, but people read it: what its labels are in letters, composed as they should have been.
    private static String readable(String decoded) {
        var labels = new StringBuilder();
        for (String label : decoded.split("\\.", -1)) {
            labels.append(labels.isEmpty() ? "" : ".").append(letters(label));
        }
        return labels.toString();
    }

    private static String letters(String label) {
        if (!label.regionMatches(true, 0, "xn--", 0, 4)) {
            return label;
        }
        try {
            return COMPOSE.normalize(Punycode.decode(label.substring(4), null).toString());
        } catch (StringPrepParseException e) {
            return label;
        }
    }

    /// Written in its own letters, and nothing was changed but their case.
    private static boolean isMerelyForeign(String decoded, String ascii) {
        var unicode = new StringBuilder();
        UTS_46.nameToUnicode(ascii, unicode, new IDNA.Info());
        return unicode.toString().equalsIgnoreCase(decoded);
    }

    private static boolean isTooLong(String host) {
        if (host.isEmpty() || host.length() > LONGEST) {
            return true;
        }
        int start = 0;
        for (int i = 0; i <= host.length(); i++) {
            if (i == host.length() || host.charAt(i) == '.') {
                if (i == start || i - start > LONGEST_LABEL) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    private static String shown(String host) {
        if (!host.contains("xn--")) {
            return host;
        }
        var unicode = new StringBuilder();
        UTS_46.nameToUnicode(host, unicode, new IDNA.Info());
        return Letters.canBeShown(unicode.toString()) ? unicode.toString() : host;
    }

    /// What UTS 46 drops or maps in silence, and what turns the eye.
    private static void noteCharacters(String host, EnumSet<Oddity> oddities) {
        host.codePoints().forEach(c -> {
            if (Letters.isInvisible(c)) {
                oddities.add(Oddity.INVISIBLE);
            } else if (Letters.turnsDirection(c)) {
                oddities.add(Oddity.DIRECTION);
            } else if (c < ' ') {
                oddities.add(Oddity.CONTROL);
            }
        });
    }

    private static String decoded(String written) throws CharacterCodingException {
        byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            boolean encoded = bytes[i] == '%'
                    && i + 2 < bytes.length
                    && HexFormat.isHexDigit(bytes[i + 1])
                    && HexFormat.isHexDigit(bytes[i + 2]);
            if (encoded) {
                out.write((HexFormat.fromHexDigit(bytes[i + 1]) << 4) | HexFormat.fromHexDigit(bytes[i + 2]));
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(out.toByteArray()))
                .toString();
    }

    private static Reading sixteenBytes(String written, EnumSet<Oddity> oddities) {
        oddities.add(Oddity.NUMBERS);
        String inner = written.endsWith("]") ? written.substring(1, written.length() - 1) : "";
        if (inner.indexOf(':') < 0 || !inner.chars().allMatch(c -> c == ':' || c == '.' || HexFormat.isHexDigit(c))) {
            return new Reading.Broken(Fault.HOST_NUMBER);
        }
        try {
            String address = "[" + InetAddress.ofLiteral(inner).getHostAddress() + "]";
            return new Reading.Read(address, address);
        } catch (IllegalArgumentException e) {
            return new Reading.Broken(Fault.HOST_NUMBER);
        }
    }
}
