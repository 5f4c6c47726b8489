package dev.sallyport.client;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Where Sallyport is, who you are, and how careful to be. Only the first four must be given.
///
/// ```java
/// var settings = Settings.of(
///         URI.create("https://id.examplex.com"),
///         URI.create("http://sallyport.internal:8081"),
///         "https://api.examplex.com",
///         Credentials.secret("trading-api", secret));
/// ```
///
/// @param issuer Sallyport's public origin: the `iss` of its tokens, without a slash at the end
/// @param inside the base of its inside port, where services ask
/// @param audience who you are: what must stand in `aud`
/// @param credentials how you prove that
/// @param silence for how long to trust what is remembered when nothing is heard; at least 5 seconds,
///     since Sallyport sends a heartbeat every 3. This is the longest that a revoked token can be taken
///     when the line is cut; by the leeway longer where something on the way holds words back
/// @param leeway by how much the clocks may differ, 5 minutes at most; by more, and the server is asked
///     always
/// @param tokenLife the longest that a token can live; one that lives longer is asked about each time,
///     and what was revoked is remembered for as long
/// @param timeout how long to wait for an answer of the server
/// @param tokens how many tokens to remember as good, each 1 to 2 KB
/// @param proofs what remembers DPoP proofs; null for a memory of this process, of a million
/// @param clock the wall clock
/// @param nanos a clock that nobody sets, in nanoseconds
public record Settings(
        URI issuer,
        URI inside,
        String audience,
        Credentials credentials,
        Duration silence,
        Duration leeway,
        Duration tokenLife,
        Duration timeout,
        int tokens,
        @Nullable Once proofs,
        Clock clock,
        LongSupplier nanos) {
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration LEEWAY = Duration.ofSeconds(5);
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int TOKENS = 16_384;

    /// @throws IllegalArgumentException in a sentence
    public Settings {
        origin(issuer, "issuer");
        origin(inside, "inside");
        must(!audience.isBlank(), "The audience is empty.");
        must(silence.compareTo(SHORTEST) >= 0, "Sallyport speaks every 3 seconds: under 5 it is always silent.");
        must(!leeway.isNegative() && leeway.compareTo(Duration.ofMinutes(5)) <= 0, "The leeway is at most 5 minutes.");
        must(!tokenLife.isNegative() && !tokenLife.isZero(), "Tokens live for some time.");
        must(!timeout.isNegative() && !timeout.isZero(), "The timeout is some time.");
        must(tokens >= 0 && tokens <= 1 << 24, "Between 0 and 16777216 tokens are remembered.");
    }

    /// The careful usual: a silence of 10 s, a leeway of 5 s, tokens that live an hour at most, a
    /// timeout of 2 s.
    public static Settings of(URI issuer, URI inside, String audience, Credentials credentials) {
        return new Settings(
                issuer,
                inside,
                audience,
                credentials,
                SILENCE,
                LEEWAY,
                TOKEN_LIFE,
                TIMEOUT,
                TOKENS,
                null,
                Clock.systemUTC(),
                System::nanoTime);
    }

    private static void origin(URI uri, String name) {
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        String path = uri.getRawPath();
        must(
                web && uri.getHost() != null && (path == null || !path.endsWith("/")),
                "The " + name + " is no address such as https://id.examplex.com, without a slash at the end.");
    }

    private static void must(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /// @see #silence
    public Settings silence(Duration longest) {
        return new Settings(
                issuer,
                inside,
                audience,
                credentials,
                longest,
                leeway,
                tokenLife,
                timeout,
                tokens,
                proofs,
                clock,
                nanos);
    }

    /// @see #leeway
    public Settings leeway(Duration most) {
        return new Settings(
                issuer, inside, audience, credentials, silence, most, tokenLife, timeout, tokens, proofs, clock, nanos);
    }

    /// @see #tokenLife
    public Settings tokenLife(Duration longest) {
        return new Settings(
                issuer, inside, audience, credentials, silence, leeway, longest, timeout, tokens, proofs, clock, nanos);
    }

    /// @see #timeout
    public Settings timeout(Duration longest) {
        return new Settings(
                issuer,
                inside,
                audience,
                credentials,
                silence,
                leeway,
                tokenLife,
                longest,
                tokens,
                proofs,
                clock,
                nanos);
    }

    /// @see #tokens
    public Settings tokens(int most) {
        return new Settings(
                issuer, inside, audience, credentials, silence, leeway, tokenLife, timeout, most, proofs, clock, nanos);
    }

    /// @see #proofs
    public Settings proofs(Once shared) {
        return new Settings(
                issuer,
                inside,
                audience,
                credentials,
                silence,
                leeway,
                tokenLife,
                timeout,
                tokens,
                shared,
                clock,
                nanos);
    }

    /// For tests.
    public Settings time(Clock wall, LongSupplier monotonic) {
        return new Settings(
                issuer,
                inside,
                audience,
                credentials,
                silence,
                leeway,
                tokenLife,
                timeout,
                tokens,
                proofs,
                wall,
                monotonic);
    }
}
