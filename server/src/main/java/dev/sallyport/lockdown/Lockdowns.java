package dev.sallyport.lockdown;

import dev.sallyport.account.Freezes;
import dev.sallyport.account.LockLinks;
import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.Uuid7;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Closes every door of an account at once.
@Component
public final class Lockdowns {
    private final EveryDoor doors;
    private final LockdownStore store;
    private final LockdownDesk desk;
    private final Freezes freezes;
    private final LockLinks links;
    private final Insistence insistence;
    private final Tx tx;

    Lockdowns(
            EveryDoor doors,
            LockdownStore store,
            LockdownDesk desk,
            Freezes freezes,
            LockLinks links,
            Insistence insistence,
            Tx tx) {
        this.doors = doors;
        this.store = store;
        this.desk = desk;
        this.freezes = freezes;
        this.links = links;
        this.insistence = insistence;
        this.tx = tx;
    }

    /// What records, tells and keeps the time.
    @Component
    record LockdownDesk(Reach reach, Audit audit, Config config, Clock clock) {}

    /// What came of it.
    public sealed interface Outcome {
        /// They are closed.
        ///
        /// @param now whether by this very order, and not by one before
        record Closed(boolean now) implements Outcome {}

        /// They are not closed yet: the database does not answer. This node tries on until they are.
        record Trying() implements Outcome {}

        /// The link is none of ours, too old, or from before the account was opened again.
        record Over() implements Outcome {}
    }

    /// By the link in a mail.
    public Outcome byMail(Secret token, Caller caller) {
        return links.read(token)
                .map(link -> insistence
                        .insist(link.account(), () -> tx.run(() -> byMail(link, caller)))
                        .orElseGet(Outcome.Trying::new))
                .orElseGet(Outcome.Over::new);
    }

    private Outcome byMail(LockLinks.Read link, Caller caller) {
        boolean stale = freezes.thawedAt(link.account())
                .map(thawed -> thawed.truncatedTo(ChronoUnit.SECONDS))
                .filter(link.writtenAt()::isBefore)
                .isPresent();
        return stale ? new Outcome.Over() : close(link.account(), Lockdown.Way.MAIL, "", caller);
    }

    /// Whether a link is one that may be used; nothing is looked up.
    public boolean isLink(Secret token) {
        return links.read(token).isPresent();
    }

    /// By whoever has shown that he may.
    ///
    /// @param reason a service's own words for the record; empty for none
    public Outcome order(AccountId account, Lockdown.Way way, String reason, Caller caller) {
        return insistence
                .insist(account, () -> close(account, way, reason, caller))
                .orElseGet(Outcome.Trying::new);
    }

    /// The same in the caller's transaction, for whoever tries again himself.
    Outcome close(AccountId account, Lockdown.Way way, String reason, Caller caller) {
        return tx.run(() -> {
            Optional<Lockdown.Closed> closed = doors.close(account, caller);
            closed.ifPresent(what -> note(account, way, what, reason, caller));
            return new Outcome.Closed(closed.isPresent());
        });
    }

    private void note(AccountId account, Lockdown.Way way, Lockdown.Closed closed, String reason, Caller caller) {
        Instant now = desk.clock().instant();
        var one = new Lockdown(account, Uuid7.at(now.toEpochMilli()), way, now, closed);
        store.insert(one);
        desk.reach()
                .everywhere(
                        account, "lockdown.on", Map.of("link", desk.config().link("/recovery"), "lock", ""), caller);
        Fact fact = Fact.success("lockdown.on")
                .from(caller)
                .with("case", one.id().toString())
                .with("way", way.label())
                .with("sessions", Integer.toString(closed.sessions()))
                .with("keys", Integer.toString(closed.keys()))
                .with("apps", Integer.toString(closed.apps()))
                .with("withdrawals", Integer.toString(closed.withdrawals()));
        desk.audit().record(account, reason.isEmpty() ? fact : fact.with("reason", reason));
    }
}
