package dev.sallyport.client;

import dev.sallyport.client.ApiVerdict.Good;
import dev.sallyport.client.ApiVerdict.Unknown;
import dev.sallyport.client.NotAccepted.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/// Says whether a request that a holder's program signed is good, see docs/api-keys.md. One is enough
/// for a whole gateway; any number of threads may ask it at once.
///
/// Requests that are signed by Ed25519 in our own scheme are decided in this process: with the public
/// key, scopes and addresses that the server told, and remembered until the stream of revocations says
/// that something has changed. All else is asked of the server: shared secrets, unless
/// [#openWithSecrets], and other schemes. While the stream is silent for longer than [Settings#silence],
/// the server is asked of every request; if it does not answer, the verdict is [ApiVerdict.Unknown].
///
/// A request counts once in this process. Where several processes take the same callers, give them one
/// memory, see [Settings#proofs]; without one, what was signed before this process began is not decided.
public final class ApiRequestVerifier implements AutoCloseable {
    private static final int MOST_NONCES = 1_000_000;
    private static final String CHECK = "api-requests.check";

    private final Settings settings;
    private final ApiKeys keys;
    private final ApiQuestions questions;
    private final Once used;
    private final RevocationStream stream;
    private final Instant since;

    private ApiRequestVerifier(Settings settings, boolean secrets) {
        var http = new Http(settings.timeout());
        var tokens = new ServiceTokens(settings, http, secrets ? CHECK + " apikeys.secrets" : CHECK);
        this.settings = settings;
        // Each by its own: strangers' keys must not keep others from being asked about.
        this.keys = new ApiKeys(new InsidePort(settings, http, tokens), secrets, settings.nanos());
        this.questions = new ApiQuestions(new InsidePort(settings, http, tokens));
        this.used = Objects.requireNonNullElseGet(settings.proofs(), () -> new Memory(MOST_NONCES, settings.clock()));
        this.since = settings.proofs() == null ? settings.clock().instant().plus(SignedRequest.AHEAD) : Instant.MIN;
        this.stream = RevocationStream.open(settings, http, keys::add, upTo -> keys.forgetAll(), keys::forgetSecrets);
    }

    /// Opens one. It needs the scopes `api-requests.check` and `revocations.read`.
    public static ApiRequestVerifier open(Settings settings) {
        return new ApiRequestVerifier(settings, false);
    }

    /// Opens one that decides of shared secrets too. It needs the scope `apikeys.secrets` besides, and
    /// holds secrets in memory only, and only while the stream of revocations is heard.
    public static ApiRequestVerifier openWithSecrets(Settings settings) {
        return new ApiRequestVerifier(settings, true);
    }

    /// Waits until what has changed is known, such as before you tell your load balancer that you are
    /// ready.
    ///
    /// @return whether it is within that time
    public boolean awaitReady(Duration longest) throws InterruptedException {
        return stream.awaitReady(longest);
    }

    /// Whether changes are heard now. If not, each verdict costs a question; worth an alarm.
    public boolean isFresh() {
        return stream.isFresh();
    }

    /// Judges a request, and uses it up when it is good.
    ///
    /// @param needed what it needs, of your catalogue: all of these scopes
    public ApiVerdict check(ApiRequest request, Set<String> needed) {
        try {
            return request.all(SignedRequest.KEY).isEmpty()
                    ? questions.check(request, needed)
                    : judge(request, SignedRequest.read(request), needed);
        } catch (NotAccepted e) {
            return e.bad();
        } catch (Unavailable e) {
            return new Unknown(String.valueOf(e.getMessage()));
        }
    }

    private ApiVerdict judge(ApiRequest request, SignedRequest signed, Set<String> needed)
            throws NotAccepted, Unavailable {
        signed.mustBeOfNow(settings.clock().millis());
        if (Instant.ofEpochMilli(signed.millis()).isBefore(since)) {
            throw new Unavailable("signed before this process began to remember what was used");
        }
        ApiVerdict verdict = decide(request, signed, needed);
        if (verdict instanceof Good good) {
            if (!good.key().equals(signed.key())) {
                throw new Unavailable("an answer about another key");
            }
            use(signed);
        }
        return verdict;
    }

    /// The order counts: what was told up to the moment of which we know that all was told.
    private ApiVerdict decide(ApiRequest request, SignedRequest signed, Set<String> needed)
            throws NotAccepted, Unavailable {
        if (!stream.isFresh()) {
            return questions.check(request, needed);
        }
        ApiKeys.Known known = keys.find(signed.key());
        ApiKey key = known.key();
        if (key == null || !key.isLive(settings.clock().instant())) {
            throw new NotAccepted(Code.UNKNOWN_KEY.bad());
        }
        NotAccepted.unless(key.isOurs(), Code.MALFORMED);
        if (key.publicKey() == null && known.secret() == null) {
            return questions.check(request, needed);
        }
        NotAccepted.unless(key.hasSigned(signed, known.secret()), Code.BAD_SIGNATURE);
        key.mustAllow(request, needed);
        return key.says();
    }

    /// Last, by a request that is good in everything else. Those that the server was asked about are used up here too:
    /// the next one may be decided without it.
    private void use(SignedRequest signed) throws NotAccepted, Unavailable {
        String name = Encoding.encode(Encoding.hash("api|" + signed.key() + "|" + signed.nonce()));
        Duration kept = SignedRequest.WINDOW.plus(SignedRequest.AHEAD).plus(settings.leeway());
        boolean first;
        try {
            first = used.isFirst(name, Instant.ofEpochMilli(signed.millis()).plus(kept));
        } catch (RuntimeException e) {
            throw new Unavailable("what was used cannot be told: " + e.getMessage());
        }
        NotAccepted.unless(first, Code.REPLAYED);
        // A memory that is shared may have taken its time.
        signed.mustBeOfNow(settings.clock().millis());
        NotAccepted.unless(!keys.isEnded(signed.key()), Code.UNKNOWN_KEY);
    }

    int secretsHeld() {
        return keys.secretsHeld();
    }

    /// Ends the stream, and forgets all secrets.
    @Override
    public void close() {
        stream.close();
        keys.forgetSecrets();
    }
}
