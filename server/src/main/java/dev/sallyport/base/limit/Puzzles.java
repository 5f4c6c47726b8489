package dev.sallyport.base.limit;

import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.crypto.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.altcha.altcha.Altcha;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Proof of work for strangers while an attack is on: ALTCHA, made and checked here, without a third party. A
/// solution costs a browser about a second and is good for one try.
@Component
public final class Puzzles {
    static final Duration LIFE = Duration.ofMinutes(10);
    private static final int MOST = 4_000;
    /// On average half as many SHA-256 as this.
    private static final long EFFORT = 150_000;

    private static final Pattern EXPIRES = Pattern.compile("[?&]expires=(\\d{1,12})(?:&|$)");

    private final PuzzleStore store;
    private final Pepper pepper;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder().build();

    Puzzles(PuzzleStore store, Pepper pepper, Clock clock) {
        this.store = store;
        this.pepper = pepper;
        this.clock = clock;
    }

    private String key() {
        return Tokens.encode(pepper.derive("puzzle", new byte[0]));
    }

    /// A new puzzle as the JSON that solvers read.
    public String create() {
        try {
            var options = new Altcha.ChallengeOptions();
            options.algorithm = Altcha.Algorithm.SHA256;
            options.maxNumber = EFFORT;
            options.secureRandomNumber = true;
            options.hmacKey = key();
            options.expires = clock.instant().plus(LIFE).getEpochSecond();
            Altcha.Challenge challenge = Altcha.createChallenge(options);
            var node = json.createObjectNode();
            node.put("algorithm", challenge.algorithm);
            node.put("challenge", challenge.challenge);
            node.put("maxnumber", challenge.maxnumber);
            node.put("salt", challenge.salt);
            node.put("signature", challenge.signature);
            return json.writeValueAsString(node);
        } catch (Exception e) {
            throw new IllegalStateException("no puzzle could be made", e);
        }
    }

    /// Whether this solves a puzzle of ours that is not too old and was not used before; uses it up.
    public boolean solved(String payload) {
        if (payload.isEmpty() || payload.length() > MOST) {
            return false;
        }
        try {
            String text = new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8);
            JsonNode solution = json.readTree(text);
            Instant now = clock.instant();
            if (!expiry(solution.path("salt").asString("")).isAfter(now)) {
                return false;
            }
            // Expiry was judged by our own clock above. The library mends a salt that lacks its last sign, so one
            // solution has more than one salt; the challenge is compared as it is.
            return Altcha.verifySolution(payload, key(), false)
                    && store.use(Tokens.hash(solution.path("challenge").asString("")), now.plus(LIFE));
        } catch (IllegalArgumentException | JacksonException e) {
            return false;
        } catch (Exception e) {
            // The library reads JSON of its own accord and throws what it likes at what a stranger sent.
            return false;
        }
    }

    /// The expiry that the puzzle's salt carries, under its signature.
    private static Instant expiry(String salt) {
        var match = EXPIRES.matcher(salt);
        return match.find() ? Instant.ofEpochSecond(Long.parseLong(match.group(1))) : Instant.EPOCH;
    }
}
