package dev.sallyport.signals;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.DatabaseTrouble;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.egress.Egress;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.signals.DeliveryStore.Backlog;
import dev.sallyport.signals.Receiver.State;
import dev.sallyport.signals.Receiver.Way;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/// Who is told of events, as an operator sets it; and what could not be told.
@Component
public final class Receivers {
    private static final int MOST_DEAD = 1_000;

    private final ReceiverStore store;
    private final DeliveryStore deliveries;
    private final Vault vault;
    private final Egress egress;
    private final Tx tx;
    private final Clock clock;

    Receivers(ReceiverStore store, DeliveryStore deliveries, Vault vault, Egress egress, Tx tx, Clock clock) {
        this.store = store;
        this.deliveries = deliveries;
        this.vault = vault;
        this.egress = egress;
        this.tx = tx;
        this.clock = clock;
    }

    /// Does something with the receivers of the database that the settings name, whether a node runs or not.
    public static <T> T with(Config config, Clock clock, Function<Receivers, T> work) {
        var d = config.database();
        var connection = new SingleConnectionDataSource(d.url(), d.user(), d.password(), true);
        try {
            var jdbc = JdbcClient.create(connection);
            return work.apply(new Receivers(
                    new ReceiverStore(jdbc),
                    new DeliveryStore(jdbc),
                    Vault.over(config, jdbc, clock),
                    new Egress(config),
                    Tx.over(connection),
                    clock));
        } catch (DataAccessException e) {
            throw new DatabaseTrouble(
                    "The database at " + d.url() + " does not do it: "
                            + String.valueOf(e.getMostSpecificCause().getMessage())
                                    .strip(),
                    e);
        } finally {
            connection.destroy();
        }
    }

    /// What came of naming a new receiver.
    public sealed interface Added {
        /// @param secret what he checks signatures with; shown now and never again
        record Done(Receiver receiver, Secret secret) implements Added {}

        record Taken() implements Added {}

        /// @param sentence what is wrong with the address or a type
        record Wrong(String sentence) implements Added {}
    }

    public Added add(String name, String url, List<String> types) {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            return new Added.Wrong("A name is small letters, digits and hyphens, at most 40.");
        }
        if (name.equals(Topic.NAME)) {
            return new Added.Wrong("That is the name of the topic; `kafka.servers` sets it up.");
        }
        Optional<String> obstacle = egress.obstacle(url);
        if (obstacle.isPresent()) {
            return new Added.Wrong("The address " + obstacle.get() + ".");
        }
        for (String type : types) {
            if (Kind.of(type).filter(Kind::ofAccounts).isEmpty()) {
                return new Added.Wrong("There are no events of the type \"" + type + "\"; see docs/events.md.");
            }
        }
        Instant now = clock.instant();
        UUID id = Uuid7.at(now.toEpochMilli());
        var receiver =
                new Receiver(id, name, Way.WEBHOOK, url, types, List.of(), State.ON, "", "", "", "", 0, null, now, now);
        Secrets secrets = Secrets.create();
        return store.insert(receiver, secrets.close(vault, id))
                ? new Added.Done(receiver, secrets.shown())
                : new Added.Taken();
    }

    /// A new secret; the one before signs beside it for a day. Empty when there is no such webhook.
    public Optional<Secret> rotate(String name) {
        return tx.run(() -> webhook(name)
                .flatMap(receiver -> store.secretsToChange(receiver.id()).map(closed -> {
                    Secrets next = Secrets.open(vault, receiver.id(), closed).rotated(clock.instant());
                    store.keepSecrets(receiver.id(), next.close(vault, receiver.id()));
                    return next.shown();
                })));
    }

    private Optional<Receiver> webhook(String name) {
        return store.named(name).filter(receiver -> receiver.way() == Way.WEBHOOK);
    }

    /// With him goes what he has not been told.
    public boolean remove(String name) {
        return store.named(name).filter(receiver -> store.remove(receiver.id())).isPresent();
    }

    /// @param reason why, in one harmless line; it is kept and shown
    public boolean turn(String name, State state, String reason) {
        return store.named(name)
                .filter(receiver -> store.setState(receiver.id(), state, reason, clock.instant()))
                .isPresent();
    }

    public List<Receiver> list() {
        return store.all();
    }

    /// A receiver, and how far behind he is.
    ///
    /// @param oldest since when the oldest event that he has not taken waits; null for none
    /// @param next that event; null for none
    /// @param dead how many were given up
    public record Standing(
            Receiver receiver,
            long waiting,
            @Nullable Instant oldest,
            @Nullable UUID next,
            long dead) {}

    public List<Standing> standings() {
        var backlogs = deliveries.backlogs();
        return store.all().stream()
                .map(receiver -> standing(receiver, backlogs.getOrDefault(receiver.id(), Backlog.NONE)))
                .toList();
    }

    /// Of one receiver; empty when there is no such receiver.
    public Optional<Standing> standing(String name) {
        return store.named(name).map(receiver -> standing(receiver, deliveries.backlog(receiver.id())));
    }

    private Standing standing(Receiver receiver, Backlog backlog) {
        return new Standing(
                receiver,
                backlog.waiting(),
                backlog.oldest(),
                backlog.waiting() == 0
                        ? null
                        : deliveries.longest(receiver.id()).orElse(null),
                backlog.dead());
    }

    /// An event that was given up.
    ///
    /// @param error what the last try came to
    public record DeadLetter(
            String receiver, UUID event, String type, String account, int attempts, Instant at, String error) {}

    /// The oldest first, at most a thousand.
    public List<DeadLetter> dead() {
        return letters(null, null, MOST_DEAD);
    }

    /// Of one receiver; empty when there is no such receiver.
    public Optional<List<DeadLetter>> dead(String name) {
        return dead(name, null, MOST_DEAD);
    }

    /// Those whose ids come after a given one.
    public Optional<List<DeadLetter>> dead(String name, @Nullable UUID after, int most) {
        return store.named(name).map(receiver -> letters(receiver.id(), after, most));
    }

    private List<DeadLetter> letters(@Nullable UUID receiver, @Nullable UUID after, int most) {
        return deliveries.dead(receiver, after, most).stream()
                .map(d -> new DeadLetter(
                        d.receiver(),
                        d.event().id(),
                        d.event().kind().type(),
                        d.event().account().toString(),
                        d.attempts(),
                        d.at(),
                        d.error()))
                .toList();
    }

    /// Tells all receivers again what was given up, with the same ids.
    ///
    /// @param event only this one; null for all
    /// @return how many are told again
    public int replay(@Nullable UUID event) {
        return deliveries.replay(null, event, clock.instant());
    }

    /// Tells one receiver again what was given up, with the same ids.
    ///
    /// @param event only this one; null for all
    /// @return how many are told again; empty when there is no such receiver
    public Optional<Integer> replay(String name, @Nullable UUID event) {
        return store.named(name).map(receiver -> deliveries.replay(receiver.id(), event, clock.instant()));
    }
}
