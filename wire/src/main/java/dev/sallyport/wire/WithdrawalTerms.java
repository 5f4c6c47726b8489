package dev.sallyport.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an approval is for, in the one form that is hashed and signed: JSON as RFC 8785 has it, all of
/// it text, without what is absent. Whoever knows these values makes the same bytes, so that you can
/// check an approval without asking.
///
/// @param id the withdrawal's id, a UUID
/// @param nonce 128 random bits in base64url, drawn for this withdrawal
/// @param until when the approval ends, seconds since 1970; a withdrawal that is opened anew gets
///     another end
public record WithdrawalTerms(String id, String nonce, long until, WithdrawalRequest request) {
    /// The bytes, as text.
    public String canonical() {
        var members = new TreeMap<String, String>();
        put(members, "account", request.account());
        put(members, "address", request.address());
        put(members, "amount", request.amount());
        put(members, "apiKey", request.apiKey());
        put(members, "asset", request.asset());
        put(members, "client", request.client());
        put(members, "destination", request.destination());
        put(members, "feeCap", request.feeCap());
        put(members, "id", id);
        put(members, "kind", request.kind());
        put(members, "memo", request.memo());
        put(members, "network", request.network());
        put(members, "nonce", nonce);
        put(members, "session", request.session());
        put(members, "until", Long.toString(until));
        put(members, "value", request.value());
        return json(members);
    }

    private static void put(Map<String, String> members, String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /// RFC 8785 section 3.2: every character as itself but those that JSON must escape. The names are
    /// ASCII, whose order is the same in every encoding.
    private static String json(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + quoted(member.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        var json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int named = "\"\\\b\t\n\f\r".indexOf(c);
            if (named >= 0) {
                json.append('\\').append("\"\\btnfr".charAt(named));
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /// SHA-256 of the canonical bytes.
    public byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(canonical().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The same in base64url without padding, as approvals carry it.
    public String hash() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest());
    }
}
