package dev.sallyport.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an approval is for, in the one form that is hashed and signed: JSON as RFC 8785 has it, all of it text, without
/// what is absent. Whoever knows these values makes the same bytes, so that you can check an approval without asking.
///
/// @param id the withdrawal's id, a UUID
/// @param nonce 128 random bits in base64url, drawn for this withdrawal
/// @param until when the approval ends, seconds since 1970; a withdrawal that is opened anew gets another end
public record WithdrawalTerms(String id, String nonce, long until, WithdrawalRequest request) {
    /// The bytes, as text.
    public String canonical() {
        var members = new TreeMap<String, String>();
        put(members, "account", request.account());
        put(members, "address", request.address());
        put(members, "amount", request.amount());
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

    /// RFC 8785 section 3.2; the names are ASCII, whose order is the same in every encoding.
    private static String json(Map<String, String> members) {
        var json = new StringBuilder("{");
        members.forEach((name, value) -> {
            json.append(json.length() == 1 ? "" : ",");
            quote(json, name);
            json.append(':');
            quote(json, value);
        });
        return json.append('}').toString();
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\f' -> json.append("\\f");
                case '\r' -> json.append("\\r");
                default -> {
                    if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
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
