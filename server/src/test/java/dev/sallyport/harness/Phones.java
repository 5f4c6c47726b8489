package dev.sallyport.harness;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;

/// Numbers that nobody has, and what is done with them through the pages.
public final class Phones {
    private Phones() {}

    /// A German mobile number, in a range of its own as far as chance goes.
    public static String newNumber() {
        return "+49151" + ThreadLocalRandom.current().nextInt(10_000_000, 99_999_999);
    }

    /// Adds a number to a holder's account and proves it.
    ///
    /// @return the contact's id
    public static String add(Holder holder, String number) {
        holder.browser.get("/account/contacts");
        holder.browser.post("/account/contacts", Map.of("identifier", number));
        holder.browser.get("/account/contacts/new/code");
        var added =
                holder.browser.post("/account/contacts/new/code", Map.of("code", Holder.code(holder.browser, number)));
        if (!added.headers().firstValue("Location").orElse("").equals("/account/contacts?done=added")) {
            throw new AssertionError("not added: " + added.statusCode() + " " + added.body());
        }
        return Holder.json(holder.browser, "/api/contacts")
                .valueStream()
                .filter(c -> c.get("kind").asString().equals("phone")
                        && c.get("shown").asString().endsWith(number.substring(number.length() - 2)))
                .map(c -> c.get("id").asString())
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    /// Names a number at the sign-up, as a stranger who has solved the puzzle.
    ///
    /// @return status and place of the answer
    public static String signUp(TestBrowser stranger, String number) {
        stranger.get("/sign-up");
        var answer = stranger.post(
                "/sign-up",
                Map.of("identifier", number, "altcha", solve(Holder.json(stranger, "/api/sign-in/puzzle"))));
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    /// What the browser's worker does.
    public static String solve(JsonNode puzzle) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            String salt = puzzle.get("salt").asString();
            String wanted = puzzle.get("challenge").asString();
            for (int n = 0; n <= puzzle.get("maxnumber").asInt(); n++) {
                if (HexFormat.of()
                        .formatHex(sha.digest((salt + n).getBytes(StandardCharsets.UTF_8)))
                        .equals(wanted)) {
                    String json = "{\"algorithm\":\"SHA-256\",\"challenge\":\"" + wanted + "\",\"number\":" + n
                            + ",\"salt\":\"" + salt + "\",\"signature\":\""
                            + puzzle.get("signature").asString() + "\"}";
                    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
                }
            }
            throw new AssertionError("no solution");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
