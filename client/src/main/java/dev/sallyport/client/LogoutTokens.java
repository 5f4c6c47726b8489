package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Says whether a logout token is from Sallyport and new (OpenID Connect Back-Channel Logout 1.0 section
/// 2.6), for a site at which holders sign in.
///
/// Sallyport sends a token again, with the same id, until it was answered with 200 or 204: what came
/// before comes out as [Word.Repeated]. It is remembered in this process, up to a hundred thousand.
public final class LogoutTokens {
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Duration LEEWAY = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /// Section 2.4 recommends two minutes. Nobody needs one that lives longer than this.
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);
    private static final int MOST = 100_000;

    private final String issuer;
    private final String client;
    private final Keys keys;
    private final Memory taken;
    private final Clock clock;

    LogoutTokens(URI issuer, String client, Clock clock, LongSupplier nanos) {
        this.issuer = issuer.toString();
        this.client = client;
        this.keys = Keys.current(issuer, new Http(TIMEOUT), nanos);
        this.taken = new Memory(MOST, clock);
        this.clock = clock;
    }

    /// @param issuer Sallyport's public origin, without a slash at the end
    /// @param client the site's own `client_id`
    public static LogoutTokens of(URI issuer, String client) {
        return new LogoutTokens(issuer, client, Clock.systemUTC(), System::nanoTime);
    }

    /// What a logout token is.
    public sealed interface Word {
        /// From Sallyport, and new. End this session at your site, or, where none is named, all of the
        /// holder's; then answer 204. If that fails call [LogoutTokens#forget], answer 503, and it comes
        /// again.
        ///
        /// @param id the same each time it is sent
        /// @param account `sub`; null where it names a session alone
        /// @param session `sid`, as the ID token had it; null where it names a holder alone
        record Ended(
                String id,
                @Nullable String account,
                @Nullable String session) implements Word {}

        /// From Sallyport, and taken before. Answer 204 and do nothing.
        record Repeated(String id) implements Word {}

        /// Not for you, or anybody's. Answer 400 and do nothing.
        ///
        /// @param detail for your log only
        record Bad(String detail) implements Word {}

        /// It cannot be told. Answer 503; it comes again.
        record Unknown(String detail) implements Word {}
    }

    /// @param token what came as `logout_token`
    public Word read(String token) {
        try {
            Jws jws = Jws.parse(token);
            signatureMustBeRight(jws);
            claimsMustBeRight(jws);
            String id = text(jws, "jti");
            if (!taken.isFirst(id, time(jws, "exp").plus(LEEWAY))) {
                return new Word.Repeated(id);
            }
            return new Word.Ended(id, jws.claim("sub"), jws.claim("sid"));
        } catch (Malformed e) {
            return new Word.Bad(String.valueOf(e.getMessage()));
        } catch (Unavailable | IllegalStateException e) {
            return new Word.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private void signatureMustBeRight(Jws jws) throws Malformed, Unavailable {
        String type = jws.header("typ");
        must("logout+jwt".equals(type) || "application/logout+jwt".equals(type), "typ");
        for (String pointer : TokenReader.POINTERS) {
            must(!jws.header().containsKey(pointer), pointer);
        }
        String id = jws.header("kid");
        if (id == null || id.isEmpty() || id.length() > TokenReader.LONGEST_KEY_ID) {
            throw new Malformed("no kid");
        }
        Jwk key = keys.find(id);
        if (key == null) {
            throw new Malformed("an unknown key");
        }
        must(key.algorithm() == Algorithm.of(jws.header("alg")), "alg");
        must(jws.isSignedBy(key.key(), key.algorithm()), "signature");
    }

    private void claimsMustBeRight(Jws jws) throws Malformed {
        must(issuer.equals(jws.claim("iss")), "iss");
        Object audience = jws.claims().get("aud");
        must(client.equals(audience) || (audience instanceof List<?> many && many.contains(client)), "aud");
        Instant now = clock.instant();
        Instant from = time(jws, "iat");
        Instant until = time(jws, "exp");
        must(!from.isAfter(now.plus(LEEWAY)), "iat: not yet");
        must(now.isBefore(until.plus(LEEWAY)), "exp: over");
        must(Duration.between(from, until).compareTo(LONGEST_LIFE) <= 0, "exp: lives too long");
        boolean logout = jws.claims().get("events") instanceof Map<?, ?> events && events.get(EVENT) instanceof Map;
        must(logout, "events");
        must(!jws.claims().containsKey("nonce"), "an ID token's nonce");
        for (String name : List.of("sub", "sid")) {
            must(!jws.claims().containsKey(name) || !text(jws, name).isEmpty(), name);
        }
        must(jws.claim("sub") != null || jws.claim("sid") != null, "neither sub nor sid");
    }

    private static String text(Jws jws, String name) throws Malformed {
        String text = jws.claim(name);
        if (text == null || text.isEmpty()) {
            throw new Malformed("no " + name);
        }
        return text;
    }

    private static Instant time(Jws jws, String name) throws Malformed {
        Instant time = Claims.time(jws.claims(), name);
        if (time == null) {
            throw new Malformed("no " + name);
        }
        return time;
    }

    private static void must(boolean right, String otherwise) throws Malformed {
        if (!right) {
            throw new Malformed(otherwise);
        }
    }

    /// Lets a token come again, after ending the session has failed.
    public void forget(String id) {
        taken.forget(id);
    }
}
