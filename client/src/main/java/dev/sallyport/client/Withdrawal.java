package dev.sallyport.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is to leave an account. Numbers are decimal text in its one way of writing, such as `1.5`: no
/// sign, no exponent, and
/// no noughts in front or at the end. `BigDecimal.stripTrailingZeros().toPlainString()` writes it so.
///
/// @param account whose it is, the `sub` of his tokens
/// @param kind the way out: `on-chain`, `fiat`, `internal`, `p2p`, `gift`, `sub-account` or `convert`
/// @param asset your code of it, such as `BTC`
/// @param network your code of the network that it goes over, such as `bitcoin` or `sepa`
/// @param amount how much of the asset
/// @param value what that is worth, in the one currency that the policy counts in
/// @param feeCap the most that may be taken as a fee, in the asset
/// @param destination the whole address, account number or name that it goes to
/// @param memo the tag or reference that goes with it; null for none
/// @param address the network address of whoever asked you
/// @param session the session in which he asked, the `sid` of his token; null for a program
/// @param client the program by which he asked, as he knows it; null for a session
public record Withdrawal(
        String account,
        String kind,
        String asset,
        String network,
        String amount,
        String value,
        String feeCap,
        String destination,
        @Nullable String memo,
        String address,
        @Nullable String session,
        @Nullable String client) {
    /// The members by name, in the order of RFC 8785; what is absent is not there.
    Map<String, String> members() {
        var members = new TreeMap<String, String>();
        members.put("account", account);
        members.put("address", address);
        members.put("amount", amount);
        members.put("asset", asset);
        members.put("destination", destination);
        members.put("feeCap", feeCap);
        members.put("kind", kind);
        members.put("network", network);
        members.put("value", value);
        put(members, "client", client);
        put(members, "memo", memo);
        put(members, "session", session);
        return members;
    }

    private static void put(Map<String, String> members, String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /// The SHA-256, in base64url, that an approval of exactly this carries.
    ///
    /// @param id, nonce, until as Sallyport answered; the time in seconds since 1970
    String hash(String id, String nonce, long until) {
        Map<String, String> members = members();
        members.put("id", id);
        members.put("nonce", nonce);
        members.put("until", Long.toString(until));
        return Encoding.encode(Encoding.hash(canonical(members).getBytes(StandardCharsets.UTF_8)));
    }

    /// RFC 8785 section 3.2: every character as itself but those that JSON must escape.
    private static String canonical(Map<String, String> members) {
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

    /// As it is sent.
    static String json(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> Json.quote(member.getKey()) + ":" + Json.quote(member.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
