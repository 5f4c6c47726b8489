package dev.sallyport.client;

import dev.sallyport.client.ApiVerdict.Good;
import dev.sallyport.client.ApiVerdict.Unknown;
import dev.sallyport.client.NotAccepted.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says whether a request that a holder's program signed is good, see docs/api-keys.md. One is enough
/// for a whole gateway; any number of threads may ask it at once.
///
/// Requests that are signed by Ed25519 in our own scheme are decided in this process: with the public
/// key, scopes and addresses that the server told, and remembered until the stream of revocations says
/// that something has changed. All else is asked of the server: shared secrets, unless
/// [Option#SECRETS], and other schemes. While the stream is silent for longer than [Settings#silence],
/// the server is asked of every request; if it does not answer, the verdict is [ApiVerdict.Unknown].
///
/// A request counts once, and where is your choice. As it is, its nonce is spent on the server, together
/// with those of all gateways, in one short question for many requests at once. [Option#ALONE] and
/// [Settings#proofs] spare that question: then it counts once in this process, or once in all those that
/// share that memory, and a gateway that does not share it would take it again.
public final class ApiRequestVerifier implements AutoCloseable {
    private static final int MOST_NONCES = 1_000_000;
    private static final String CHECK = "api-requests.check";

    public enum Option {
        /// Decides of shared secrets too. It needs the scope `apikeys.secrets` besides, which the operator
        /// alone can give, and holds secrets in memory only, and only while the stream of revocations is
        /// heard.
        SECRETS,
        /// No other process takes requests of the same callers: what was used is remembered here. What was
        /// signed before this process began is not decided.
        ALONE
    }

    private final Settings settings;
    private final ApiKeys keys;
    private final ApiQuestions questions;
    private final SpentNonces shared;
    /// Null where nonces are spent on the server.
    private final @Nullable Once used;

    private final CountedUses counted;
    private final RevocationStream stream;
    private final Instant since;

    private ApiRequestVerifier(Settings settings, Set<Option> options) {
        var http = new Http(settings.timeout());
        boolean secrets = options.contains(Option.SECRETS);
        var tokens = new ServiceTokens(settings, http, secrets ? CHECK + " apikeys.secrets" : CHECK);
        boolean alone = settings.proofs() == null && options.contains(Option.ALONE);
        this.settings = settings;
        // Each by its own: strangers' keys must not keep others from being asked about.
        this.keys = new ApiKeys(new InsidePort(settings, http, tokens), secrets, settings.nanos());
        this.questions = new ApiQuestions(new InsidePort(settings, http, tokens));
        this.shared = new SpentNonces(new InsidePort(settings, http, tokens));
        this.counted = new CountedUses(new InsidePort(settings, http, tokens), settings.nanos());
        this.used = alone ? new Memory(MOST_NONCES, settings.clock()) : settings.proofs();
        this.since = alone ? settings.clock().instant().plus(SignedRequest.AHEAD) : Instant.MIN;
        this.stream = RevocationStream.open(settings, http, keys::add, upTo -> keys.forgetAll(), keys::forgetSecrets);
    }

    /// Opens one. It needs the scopes `api-requests.check` and `revocations.read`.
    public static ApiRequestVerifier open(Settings settings, Option... options) {
        var verifier = new ApiRequestVerifier(settings, Set.copyOf(Arrays.asList(options)));
        if (verifier.used != null) {
            verifier.counted.start();
        }
        return verifier;
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
        if (!stream.isFresh()) {
            return asked(request, signed, needed);
        }
        ApiKeys.Known known = keys.find(signed.key());
        ApiKey key = known.key();
        if (key == null || !key.isLive(settings.clock().instant())) {
            throw new NotAccepted(Code.UNKNOWN_KEY.bad());
        }
        NotAccepted.unless(key.isOurs(), Code.MALFORMED);
        if (key.publicKey() == null && known.secret() == null) {
            return asked(request, signed, needed);
        }
        NotAccepted.unless(key.hasSigned(signed, known.secret()), Code.BAD_SIGNATURE);
        key.mustAllow(request, needed);
        if (used == null) {
            shared.spend(signed, request.address());
        } else {
            NotAccepted.unless(counted.mayTake(signed.key()), Code.TOO_MANY);
            use(used, signed);
            counted.note(signed.key(), signed.millis(), request.address());
        }
        // All of that may have taken its time (R-API-3).
        signed.mustBeOfNow(settings.clock().millis());
        NotAccepted.unless(!keys.isEnded(signed.key()), Code.UNKNOWN_KEY);
        return key.says();
    }

    /// What the server lets in is spent there, and here too where there is a memory: the next one may be decided
    /// without it.
    private ApiVerdict asked(ApiRequest request, SignedRequest signed, Set<String> needed)
            throws NotAccepted, Unavailable {
        ApiVerdict verdict = questions.check(request, needed);
        if (verdict instanceof Good good) {
            if (!good.key().equals(signed.key())) {
                throw new Unavailable("an answer about another key");
            }
            if (used != null) {
                use(used, signed);
            }
        }
        return verdict;
    }

    /// Last, by a request that is good in everything else.
    private void use(Once memory, SignedRequest signed) throws NotAccepted, Unavailable {
        String name = Encoding.encode(Encoding.hash("api|" + signed.key() + "|" + signed.nonce()));
        Duration kept = SignedRequest.WINDOW.plus(SignedRequest.AHEAD).plus(settings.leeway());
        boolean first;
        try {
            first = memory.isFirst(name, Instant.ofEpochMilli(signed.millis()).plus(kept));
        } catch (RuntimeException e) {
            throw new Unavailable("what was used cannot be told: " + e.getMessage());
        }
        NotAccepted.unless(first, Code.REPLAYED);
    }

    int secretsHeld() {
        return keys.secretsHeld();
    }

    /// Ends the stream, and forgets all secrets.
    @Override
    public void close() {
        counted.close();
        stream.close();
        keys.forgetSecrets();
    }
}
