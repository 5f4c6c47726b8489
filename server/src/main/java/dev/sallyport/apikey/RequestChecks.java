package dev.sallyport.apikey;

import dev.sallyport.apikey.NotAccepted.Code;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.springframework.stereotype.Component;

/// Whether a signed request is good: the whole way, in this order. What anybody can send comes first and costs little;
/// the nonce is spent last, by a request that is good in everything else.
@Component
class RequestChecks {
    private final SignatureSchemes schemes;
    private final KeyCache keys;
    private final ReplayWindow replays;
    private final KeyUses uses;
    private final Limits limits;
    private final Clock clock;

    RequestChecks(
            SignatureSchemes schemes, KeyCache keys, ReplayWindow replays, KeyUses uses, Limits limits, Clock clock) {
        this.schemes = schemes;
        this.keys = keys;
        this.replays = replays;
        this.uses = uses;
        this.limits = limits;
        this.clock = clock;
    }

    ApiKey check(ApiRequest request) throws NotAccepted {
        ApiKeyId id = named(request);
        KeyCache.Entry entry = keys.find(id).orElseThrow(() -> new NotAccepted(Code.UNKNOWN_KEY));
        ApiKey key = Objects.requireNonNull(entry.key());
        NotAccepted.unless(key.isLive(clock.instant()), Code.UNKNOWN_KEY);
        SignatureScheme scheme = schemes.find(key.scheme()).orElseThrow(() -> new NotAccepted(Code.UNKNOWN_KEY));
        // It may have been named where another scheme looks for it.
        NotAccepted.unless(id.toString().equals(Reading.at(request, scheme.key())), Code.MALFORMED);
        Reading.Signed signed = Reading.of(request, scheme);
        mustBeOfNow(signed);
        NotAccepted.unless(isSigned(entry, scheme, signed), Code.BAD_SIGNATURE);
        mustBeAllowed(key, request);
        spend(id, signed);
        uses.note(id, clock.instant(), request.address());
        return key;
    }

    /// The one key that a request names, in whichever place.
    private ApiKeyId named(ApiRequest request) throws NotAccepted {
        String found = null;
        for (Place place : schemes.keyPlaces()) {
            String text = Reading.at(request, place);
            NotAccepted.unless(found == null || text == null || found.equals(text), Code.AMBIGUOUS);
            found = text == null ? found : text;
        }
        NotAccepted.unless(found != null, Code.MALFORMED);
        return ApiKeyId.read(found).orElseThrow(() -> new NotAccepted(Code.UNKNOWN_KEY));
    }

    /// Server time − window ≤ its time < server time + 1 s (R-API-3).
    private void mustBeOfNow(Reading.Signed signed) throws NotAccepted {
        long now = clock.millis();
        NotAccepted.unless(now - signed.windowMillis() <= signed.timeMillis(), Code.TOO_OLD);
        NotAccepted.unless(signed.timeMillis() < now + SignatureScheme.AHEAD.toMillis(), Code.TOO_EARLY);
    }

    private static boolean isSigned(KeyCache.Entry entry, SignatureScheme scheme, Reading.Signed signed) {
        PublicKey publicKey = entry.publicKey();
        byte[] secret = entry.secret();
        if (publicKey != null) {
            return Algorithm.isSigned(publicKey, signed.message(), signed.signature());
        }
        return secret != null
                && Objects.requireNonNull(entry.key())
                        .algorithm()
                        .isMadeWith(scheme.signingKey(secret), signed.message(), signed.signature());
    }

    /// Only the key's holder comes this far: what he is told here tells nobody else anything.
    private void mustBeAllowed(ApiKey key, ApiRequest request) throws NotAccepted {
        NotAccepted.unless(key.frozenAt() == null, Code.FROZEN);
        NotAccepted.unless(key.mayComeFrom(request.address()), Code.ADDRESS_NOT_ALLOWED);
        NotAccepted.unless(key.may(request.needed()), Code.MISSING_SCOPE);
        NotAccepted.unless(limits.tryTake(Limit.API_KEY, key.id().toString()).isEmpty(), Code.TOO_MANY);
    }

    private void spend(ApiKeyId id, Reading.Signed signed) throws NotAccepted {
        switch (replays.spend(id, signed.replay(), signed.timeMillis())) {
            case REPLAYED -> throw new NotAccepted(Code.REPLAYED);
            case FORGOTTEN -> throw new NotAccepted(Code.TOO_OLD);
            case FRESH -> {}
        }
        // It may have waited for the database; nothing old takes effect (R-API-3), and no key that ended meanwhile.
        mustBeOfNow(signed);
        Instant now = clock.instant();
        boolean live = keys.find(id)
                .map(entry -> Objects.requireNonNull(entry.key()))
                .filter(key -> key.isLive(now) && key.frozenAt() == null)
                .isPresent();
        NotAccepted.unless(live, Code.UNKNOWN_KEY);
    }
}
