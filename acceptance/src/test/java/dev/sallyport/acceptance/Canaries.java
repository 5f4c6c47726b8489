package dev.sallyport.acceptance;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Known secrets, and the search for them in every form in which they could be lying around: as they are, in
/// capitals, in small letters, in hex, in both kinds of Base64 at each of its three places, escaped for
/// addresses, in UTF-16.
final class Canaries {
    private final Map<String, List<byte[]>> forms = new LinkedHashMap<>();

    String add(String kind, String secret) {
        forms.put(kind + " " + secret, disguises(secret.getBytes(StandardCharsets.UTF_8)));
        return secret;
    }

    /// A token in Base64: also the bytes it stands for. Ids at its beginning are no secret; its second half
    /// is.
    void addToken(String token) {
        add("token", token);
        // What stands before a point names a key and is no secret.
        byte[] bytes = Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
        byte[] secret = Arrays.copyOfRange(bytes, Math.max(0, bytes.length - 16), bytes.length);
        forms.put("end of token " + token, disguises(secret));
    }

    /// What lies somewhere as bytes, and is shown in another form.
    void addBytes(String kind, byte[] secret) {
        forms.put(kind + " " + HexFormat.of().formatHex(secret), disguises(secret));
    }

    int size() {
        return forms.size();
    }

    /// The secrets found.
    List<String> in(byte[] text) {
        var found = new ArrayList<String>();
        forms.forEach((name, all) -> {
            if (all.stream().anyMatch(form -> contains(text, form))) {
                found.add(name);
            }
        });
        return found;
    }

    static List<byte[]> disguises(byte[] secret) {
        var all = new ArrayList<byte[]>();
        all.add(secret);
        String text = new String(secret, StandardCharsets.UTF_8);
        if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), secret)) {
            for (String form : List.of(
                    text.toUpperCase(Locale.ROOT),
                    text.toLowerCase(Locale.ROOT),
                    URLEncoder.encode(text, StandardCharsets.UTF_8))) {
                all.add(form.getBytes(StandardCharsets.UTF_8));
            }
        }
        all.add(ascii(HexFormat.of().formatHex(secret)));
        all.add(ascii(HexFormat.of().withUpperCase().formatHex(secret)));
        for (int before = 0; before < 3; before++) {
            all.add(ascii(base64(Base64.getEncoder(), secret, before)));
            all.add(ascii(base64(Base64.getUrlEncoder(), secret, before)));
        }
        return all;
    }

    /// What the secret looks like after so many other bytes, without the ends that depend on its neighbours.
    private static String base64(Base64.Encoder encoder, byte[] secret, int before) {
        var padded = new ByteArrayOutputStream();
        padded.writeBytes(new byte[before]);
        padded.writeBytes(secret);
        String whole = encoder.withoutPadding().encodeToString(padded.toByteArray());
        int first = before == 0 ? 0 : before + 1;
        int cut = padded.size() % 3 == 0 ? 0 : 1;
        return whole.substring(first, whole.length() - cut);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean contains(byte[] text, byte[] wanted) {
        byte first = wanted[0];
        for (int at = 0; at <= text.length - wanted.length; at++) {
            if (text[at] == first && Arrays.equals(text, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
