package dev.sallyport.apikey;

import dev.sallyport.apikey.NotAccepted.Code;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.Networks;
import dev.sallyport.wire.ApiRequestUse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What gateways have found good by themselves: they know keys and signatures, and only here is known what was spent
/// elsewhere (R-API-3), and who uses his key how often (R-API-5). Many are told at once.
@Component
class GatewayUses {
    static final int MOST_AT_ONCE = 250;
    private static final String ACCEPTED = "accepted";
    private static final int MOST_COUNT = 1_000_000;

    private final KeyCache keys;
    private final ReplayWindow replays;
    private final KeyUses uses;
    private final Limits limits;
    private final Clock clock;

    GatewayUses(KeyCache keys, ReplayWindow replays, KeyUses uses, Limits limits, Clock clock) {
        this.keys = keys;
        this.replays = replays;
        this.uses = uses;
        this.limits = limits;
        this.clock = clock;
    }

    /// One use on its way.
    private static final class Told {
        private final ApiRequestUse use;
        private @Nullable ApiKeyId id;
        private @Nullable String address;
        private ReplayWindow.@Nullable Asked asked;
        private String answer = ACCEPTED;

        private Told(ApiRequestUse use) {
            this.use = use;
        }
    }

    /// @return in the order of the uses: `accepted`, or the word of a [Code]
    List<String> take(List<ApiRequestUse> some) {
        List<Told> told = some.stream().map(Told::new).toList();
        var asked = new ArrayList<ReplayWindow.Asked>();
        for (Told one : told) {
            try {
                look(one);
                if (one.asked != null) {
                    asked.add(one.asked);
                }
            } catch (NotAccepted e) {
                one.answer = e.code().word();
            }
        }
        replays.spend(asked);
        told.forEach(this::settle);
        return told.stream().map(one -> one.answer).toList();
    }

    private void look(Told one) throws NotAccepted {
        ApiRequestUse use = one.use;
        String nonce = use.nonce();
        int count = Objects.requireNonNullElse(use.count(), 1);
        one.id = ApiKeyId.read(Objects.requireNonNullElse(use.key(), ""))
                .orElseThrow(() -> new NotAccepted(Code.UNKNOWN_KEY));
        one.address = Networks.canonical(Objects.requireNonNullElse(use.address(), ""))
                .orElseThrow(() -> new NotAccepted(Code.MALFORMED));
        ApiKey key = working(one.id);
        NotAccepted.unless(key.mayComeFrom(one.address), Code.ADDRESS_NOT_ALLOWED);
        if (nonce == null) {
            NotAccepted.unless(count >= 1 && count <= MOST_COUNT, Code.MALFORMED);
            return;
        }
        NotAccepted.unless(count == 1 && key.scheme().equals(SignatureSchemes.OURS), Code.MALFORMED);
        NotAccepted.unless(Reading.isNonce(nonce), Code.MALFORMED);
        mustBeOfNow(use.at());
        NotAccepted.unless(limits.tryTake(Limit.API_KEY, one.id.toString()).isEmpty(), Code.TOO_MANY);
        one.asked = ReplayWindow.Asked.of(one.id, Reading.replay(nonce), use.at());
    }

    private ApiKey working(ApiKeyId id) throws NotAccepted {
        Instant now = clock.instant();
        ApiKey key = keys.find(id)
                .map(entry -> Objects.requireNonNull(entry.key()))
                .filter(found -> found.isLive(now))
                .orElseThrow(() -> new NotAccepted(Code.UNKNOWN_KEY));
        NotAccepted.unless(key.frozenAt() == null, Code.FROZEN);
        return key;
    }

    private void mustBeOfNow(long at) throws NotAccepted {
        long now = clock.millis();
        NotAccepted.unless(now - SignatureScheme.USUAL_WINDOW.toMillis() <= at, Code.TOO_OLD);
        NotAccepted.unless(at < now + SignatureScheme.AHEAD.toMillis(), Code.TOO_EARLY);
    }

    /// It may have waited for the database, see [RequestChecks].
    private void settle(Told one) {
        if (!one.answer.equals(ACCEPTED)) {
            return;
        }
        try {
            if (one.asked != null) {
                switch (one.asked.answered()) {
                    case REPLAYED -> throw new NotAccepted(Code.REPLAYED);
                    case FORGOTTEN -> throw new NotAccepted(Code.TOO_OLD);
                    case FRESH -> mustBeOfNow(one.use.at());
                }
            }
            ApiKeyId id = Objects.requireNonNull(one.id);
            working(id);
            int count = Objects.requireNonNullElse(one.use.count(), 1);
            uses.note(id, count, clock.instant(), Objects.requireNonNull(one.address));
        } catch (NotAccepted e) {
            one.answer = e.code().word();
        }
    }
}
