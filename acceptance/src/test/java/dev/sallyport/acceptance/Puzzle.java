package dev.sallyport.acceptance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A proof of work as a page asks for it (ALTCHA): the number whose hash, after the salt, is the challenge.
record Puzzle(JsonNode asked) {
    private static final Pattern ON_PAGE = Pattern.compile("data-challenge=\"([^\"]+)\"");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Puzzle of(String page) {
        var found = ON_PAGE.matcher(page);
        if (!found.find()) {
            throw new AssertionError("no puzzle on: " + page);
        }
        return new Puzzle(JSON.readTree(found.group(1).replace("&#34;", "\"").replace("&amp;", "&")));
    }

    String solved() {
        String salt = asked.get("salt").asString();
        String challenge = asked.get("challenge").asString();
        for (int number = 0; number <= asked.get("maxnumber").asInt(); number++) {
            if (sha256(salt + number).equals(challenge)) {
                var solution = Map.of(
                        "algorithm", "SHA-256",
                        "challenge", challenge,
                        "number", number,
                        "salt", salt,
                        "signature", asked.get("signature").asString());
                return Base64.getEncoder()
                        .encodeToString(JSON.writeValueAsString(solution).getBytes(StandardCharsets.UTF_8));
            }
        }
        throw new AssertionError("a puzzle without a solution");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
