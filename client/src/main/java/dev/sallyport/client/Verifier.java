package dev.sallyport.client;

import dev.sallyport.client.SeenTokens.Seen;
import dev.sallyport.client.Verdict.Bad;
import dev.sallyport.client.Verdict.Good;
import dev.sallyport.client.Verdict.Reason;
import dev.sallyport.client.Verdict.Unknown;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Says whether an access token is good (RFC 9068), and whether whoever shows it may (RFC 6750, RFC
/// 9449).
///
/// It decides in this process: signature, type, issuer, audience, times, scopes, DPoP proof, and all
/// that was revoked. One is enough for a whole service; any number of threads may ask it at once. A
/// token that was seen before costs about a microsecond, a new one a signature check, a DPoP proof one
/// more.
///
/// What was revoked is refused within milliseconds. If the stream of revocations is silent for longer
/// than [Settings#silence], the server is asked of each token (at most once a second of the same); if it
/// does not answer, the verdict is [Verdict.Unknown].
public final class Verifier implements AutoCloseable {
    private static final int MOST_PROOFS = 1_000_000;
    /// For how long an answer of the server counts.
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final Settings settings;
    private final Keys keys;
    private final TokenReader reader;
    private final ProofReader proofs;
    private final SeenTokens seen;
    private final Revoked revoked;
    private final Introspection introspection;
    private final RevocationStream stream;

    private Verifier(Settings settings) {
        var http = new Http(settings.timeout());
        this.settings = settings;
        this.keys = Keys.remembered(settings.issuer(), http, settings.nanos());
        this.reader = new TokenReader(settings, keys);
        this.proofs = new ProofReader(
                Objects.requireNonNullElseGet(settings.proofs(), () -> new Memory(MOST_PROOFS, settings.clock())),
                settings.clock());
        this.seen = new SeenTokens(settings.tokens());
        this.revoked = new Revoked(settings.tokenLife(), settings.leeway(), settings.clock(), Revoked.MOST);
        this.introspection = new Introspection(settings, http);
        this.stream = RevocationStream.open(settings, http, this::told, this::reset);
    }

    private void told(Revocation revocation) {
        String kid = revocation.kid();
        if (revocation.type().equals("key.withdrawn") && kid != null) {
            // First, so that nobody believes by it again what is marked next.
            keys.withdraw(kid);
        }
        revoked.add(revocation);
    }

    /// A key may have been withdrawn too, and with it nothing counts of what a token says of itself.
    private void reset(Instant upTo) {
        keys.forgetAll();
        revoked.forgetAll(upTo);
        seen.forgetAll();
    }

    /// Opens one, and with it the stream of revocations. Until that is ready the server is asked.
    public static Verifier open(Settings settings) {
        return new Verifier(settings);
    }

    /// Waits until what was revoked is known, such as before you tell your load balancer that you are
    /// ready.
    ///
    /// @return whether it is within that time
    public boolean awaitReady(Duration longest) throws InterruptedException {
        return stream.awaitReady(longest);
    }

    /// Whether revocations are heard now. If not, each verdict costs a question; worth an alarm.
    public boolean isFresh() {
        return stream.isFresh();
    }

    /// Judges a request by its headers, bearer's or DPoP.
    public Verdict check(Presented request, Need need) {
        if (request.authorization().size() != 1) {
            return Bad.of(Reason.NO_TOKEN, request.authorization().size() + " headers Authorization");
        }
        String[] parts = request.authorization().get(0).split(" ", 2);
        String scheme = parts[0].toLowerCase(Locale.ROOT);
        boolean bound = scheme.equals("dpop");
        if (parts.length < 2 || !(bound || scheme.equals("bearer"))) {
            return Bad.of(Reason.NO_TOKEN, "neither Bearer nor DPoP");
        }
        return judge(parts[1].strip(), need, bound ? request : null);
    }

    /// Judges a bearer's token. One that is bound to a key is refused: see [#check(Presented, Need)].
    public Verdict check(String token, Need need) {
        return judge(token, need, null);
    }

    private Verdict judge(String token, Need need, @Nullable Presented request) {
        try {
            Seen known = know(token);
            Claims claims = known.claims();
            timeMustBeRight(claims, known.expiresAt());
            Bad lack = need.lack(claims, settings.clock().instant());
            if (lack != null) {
                throw new Refusal(lack);
            }
            mustCount(token, known);
            // Last, since it is used up.
            holderMustBeRight(token, claims, request);
            return new Good(claims);
        } catch (Refusal e) {
            return request == null ? e.bad() : e.bad().forDpop();
        } catch (Unavailable e) {
            return new Unknown(String.valueOf(e.getMessage()));
        }
    }

    private Seen know(String token) throws Refusal, Unavailable {
        ByteBuffer hash = SeenTokens.hash(token);
        Seen known = seen.find(hash);
        if (known != null) {
            return known;
        }
        TokenReader.Read read = reader.read(token);
        return seen.keep(hash, read.claims(), read.kid());
    }

    private void timeMustBeRight(Claims claims, long expiresAt) throws Refusal {
        long now = settings.clock().millis();
        long leeway = settings.leeway().toMillis();
        Refusal.unless(now < expiresAt + leeway, Reason.EXPIRED, "exp");
        Refusal.unless(claims.issuedAt().toEpochMilli() <= now + leeway, Reason.NOT_YET, "iat");
        if (claims.all().containsKey("nbf")) {
            boolean right = claims.all().get("nbf") instanceof Long from && from * 1000 <= now + leeway;
            Refusal.unless(right, Reason.NOT_YET, "nbf");
        }
    }

    /// The order counts: what was told up to the moment of which we know that all was told.
    private void mustCount(String token, Seen known) throws Refusal, Unavailable {
        boolean fresh = stream.isFresh();
        Refusal.unless(!revoked.holds(known.claims(), known.kid()), Reason.REVOKED, "revoked");
        if (fresh && !revoked.isBlind(known.claims())) {
            return;
        }
        long now = settings.nanos().getAsLong();
        if (known.isAnswered(now)) {
            return;
        }
        Refusal.unless(introspection.isActive(token), Reason.INACTIVE, "the server says so");
        known.answered(now + ANSWER.toNanos());
    }

    private void holderMustBeRight(String token, Claims claims, @Nullable Presented request)
            throws Refusal, Unavailable {
        String thumbprint = claims.keyThumbprint();
        if (thumbprint == null || request == null) {
            Refusal.unless(thumbprint == null && request == null, Reason.WRONG_SCHEME, "bound and bearer's");
            return;
        }
        try {
            proofs.check(request, token, thumbprint);
        } catch (RuntimeException e) {
            throw new Unavailable("what was used cannot be told: " + e.getMessage());
        }
    }

    /// Ends the stream.
    @Override
    public void close() {
        stream.close();
    }
}
