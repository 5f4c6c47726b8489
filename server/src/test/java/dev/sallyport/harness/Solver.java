package dev.sallyport.harness;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/// Solves puzzles as the browser's worker does.
public final class Solver {
    private Solver() {}

    /// @return what is sent as `altcha`
    public static String solve(JsonNode puzzle) {
        return payload(puzzle, number(puzzle), puzzle.get("salt").asString());
    }

    public static int number(JsonNode puzzle) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            String salt = puzzle.get("salt").asString();
            String wanted = puzzle.get("challenge").asString();
            for (int n = 0; n <= puzzle.get("maxnumber").asInt(); n++) {
                if (HexFormat.of()
                        .formatHex(sha.digest((salt + n).getBytes(StandardCharsets.UTF_8)))
                        .equals(wanted)) {
                    return n;
                }
            }
            throw new AssertionError("no solution");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A solution with a salt as somebody may want to send it.
    public static String payload(JsonNode puzzle, int number, String salt) {
        String json = "{\"algorithm\":\"SHA-256\",\"challenge\":\""
                + puzzle.get("challenge").asString() + "\",\"number\":" + number + ",\"salt\":\"" + salt
                + "\",\"signature\":\"" + puzzle.get("signature").asString() + "\"}";
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
