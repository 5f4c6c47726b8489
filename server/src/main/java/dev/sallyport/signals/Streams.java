package dev.sallyport.signals;

import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.egress.Egress;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.signals.Receiver.State;
import dev.sallyport.signals.Receiver.Way;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Streams of security event tokens, as receivers set them up themselves (Shared Signals Framework
/// 1.0 section 8.1). A stream belongs to the service that made it; for any other one it does not
/// exist.
@Component
final class Streams {
    static final Duration VERIFICATION_INTERVAL = Duration.ofSeconds(10);
    private static final int MOST = 20;
    private static final int MOST_TEXT = 200;
    /// No event has it.
    private static final List<String> NOTHING = List.of("-");

    private final ReceiverStore store;
    private final EventStore events;
    private final Vault vault;
    private final Egress egress;
    private final Tx tx;
    private final Clock clock;

    Streams(ReceiverStore store, EventStore events, Vault vault, Egress egress, Tx tx, Clock clock) {
        this.store = store;
        this.events = events;
        this.vault = vault;
        this.egress = egress;
        this.tx = tx;
        this.clock = clock;
    }

    /// What a receiver asks for.
    ///
    /// @param url where tokens are pushed to; null to fetch them
    /// @param authorization what the push carries; empty for nothing
    /// @param requested event types; null for all
    record Wanted(
            @Nullable String url,
            Secret authorization,
            @Nullable List<String> requested,
            String description) {}

    static List<String> supported() {
        return Arrays.stream(Kind.values())
                .filter(Kind::ofAccounts)
                .map(Kind::schema)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .distinct()
                .toList();
    }

    /// The event types that a stream really carries.
    static List<String> delivered(Receiver stream) {
        return supported().stream()
                .filter(schema -> Arrays.stream(Kind.values())
                        .anyMatch(kind ->
                                schema.equals(kind.schema()) && stream.types().contains(kind.type())))
                .toList();
    }

    /// @throws Refused `INVALID` for an address that nothing can be pushed to, `CONFLICT` when there
    /// are too many
    Receiver create(String owner, Wanted wanted) {
        check(wanted);
        if (store.of(owner).size() >= MOST) {
            throw new Refused(ErrorCode.CONFLICT, owner + " has " + MOST + " streams");
        }
        Instant now = clock.instant();
        UUID id = Uuid7.at(now.toEpochMilli());
        var stream = new Receiver(
                id,
                "stream-" + id,
                way(wanted),
                url(wanted),
                types(wanted.requested()),
                requested(wanted),
                State.ON,
                owner,
                owner,
                wanted.description(),
                "",
                0,
                null,
                now,
                now);
        store.insert(stream, Authorization.close(vault, id, wanted.authorization()));
        return stream;
    }

    private void check(Wanted wanted) {
        if (wanted.url() != null && egress.obstacle(wanted.url()).isPresent()) {
            throw new Refused(Mistakes.in("delivery.endpoint_url", "signals.mistake.url"));
        }
        SsfViews.line(wanted.description(), MOST_TEXT);
        requested(wanted).forEach(type -> SsfViews.line(type, MOST_TEXT));
        if (requested(wanted).size() > 100
                || wanted.authorization().reveal().length() > 4_000
                || !wanted.authorization().reveal().matches("[\\x20-\\x7e]*")) {
            throw new Refused(ErrorCode.BAD_REQUEST, "too long, or not for a header");
        }
    }

    private static Way way(Wanted wanted) {
        return wanted.url() == null ? Way.POLL : Way.PUSH;
    }

    private static String url(Wanted wanted) {
        return Objects.requireNonNullElse(wanted.url(), "");
    }

    private static List<String> requested(Wanted wanted) {
        return Objects.requireNonNullElse(wanted.requested(), List.of());
    }

    private static List<String> types(@Nullable List<String> requested) {
        List<String> wanted = requested == null ? supported() : requested;
        List<String> types = Arrays.stream(Kind.values())
                .filter(kind -> kind.ofAccounts() && kind.schema() != null && wanted.contains(kind.schema()))
                .map(Kind::type)
                .toList();
        return types.isEmpty() ? NOTHING : types;
    }

    List<Receiver> of(String owner) {
        return store.of(owner);
    }

    Receiver find(String owner, UUID id) {
        return store.find(id)
                .filter(stream -> stream.owner().equals(owner))
                .orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such stream of " + owner));
    }

    /// The address and its header change together: nobody else's change comes between, and no push goes to the one
    /// with the other.
    ///
    /// @param wish what is wanted in place of what there is
    Receiver change(String owner, UUID id, Function<Receiver, Wanted> wish) {
        return tx.run(() -> {
            store.secretsToChange(id);
            Receiver before = find(owner, id);
            Wanted wanted = wish.apply(before);
            check(wanted);
            Receiver after = before.with(
                    way(wanted), url(wanted), types(wanted.requested()), requested(wanted), wanted.description());
            store.change(after);
            store.keepSecrets(id, Authorization.close(vault, id, wanted.authorization()));
            return after;
        });
    }

    /// The header that pushes carry, for a change that does not name it.
    Secret authorization(Receiver stream) {
        return Authorization.open(vault, stream.id(), store.secrets(stream.id()))
                .orElse(new Secret(""));
    }

    void remove(String owner, UUID id) {
        store.remove(find(owner, id).id());
    }

    Receiver turn(String owner, UUID id, State state, String reason) {
        SsfViews.line(reason, MOST_TEXT);
        store.setState(find(owner, id).id(), state, reason, clock.instant());
        return find(owner, id);
    }

    /// Sends an event about the stream itself down the stream (section 8.1.4).
    ///
    /// @throws Refused `TOO_MANY` when that was asked for a moment ago
    void verify(String owner, UUID id, @Nullable String state) {
        Receiver stream = find(owner, id);
        if (state != null) {
            SsfViews.line(state, MOST_TEXT);
        }
        Instant now = clock.instant();
        // One place in each span of time: the second one finds it taken.
        long place = now.getEpochSecond() / VERIFICATION_INTERVAL.toSeconds();
        var event = new Event(
                new AccountId(stream.id()),
                place,
                Uuid7.at(now.toEpochMilli()),
                Kind.STREAM_VERIFIED,
                now,
                state == null ? Map.of() : Map.of("state", state));
        if (!events.insertFor(stream.id(), event)) {
            throw new Refused(ErrorCode.TOO_MANY, "verified a moment ago", VERIFICATION_INTERVAL);
        }
    }
}
