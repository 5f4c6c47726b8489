package dev.sallyport.session;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Feed;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.SessionId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Opens, finds, lists and ends sessions. Every end is told to all nodes in the transaction that makes it
/// true.
@Component
public final class Sessions {
    /// News of an account's sessions: its id, and the ids of those that changed, parted by blanks.
    public static final String TOPIC = "session";

    private static final UUID NONE = new UUID(0, 0);
    private static final long MINUTE = 60_000;
    /// More ids than this do not fit into one piece of news.
    private static final int NEWS = 90;

    private final SessionStore store;
    private final SessionCache cache;
    private final SessionCare care;
    private final Audit audit;
    private final Feed feed;
    private final Tx tx;
    private final Clock clock;

    Sessions(SessionStore store, SessionCache cache, SessionCare care, Audit audit, Feed feed, Tx tx, Clock clock) {
        this.store = store;
        this.cache = cache;
        this.care = care;
        this.audit = audit;
        this.feed = feed;
        this.tx = tx;
        this.clock = clock;
    }

    /// A session that has just been opened or renewed, with the only copy of its token.
    ///
    /// @param offer to the browser, to bind the session to a key; null where there is none to make
    public record Opened(
            Session session, Secret token, @Nullable String offer) {}

    /// Opens a session, as part of the caller's transaction. When the account has more than it may, the one
    /// that was unused for longest ends.
    ///
    /// @param device the known device, null on a shared computer
    public Opened open(
            AccountId account, @Nullable DeviceId device, List<String> proofs, boolean shared, Caller caller) {
        Instant now = clock.instant();
        var id = SessionId.create(now);
        var token = SessionToken.create(account, id);
        List<Session.Given> given =
                proofs.stream().map(name -> new Session.Given(name, now)).toList();
        var session = new Session(
                account,
                id,
                device,
                given,
                shared,
                care.idle(shared),
                now,
                now,
                now,
                now.plus(care.absolute()),
                false,
                false);
        return tx.run(() -> {
            store.insert(new SessionStore.Row(session, token.hash(), care.close(account, caller), null));
            for (SessionId surplus : store.surplus(account, care.most(), now)) {
                end(account, surplus, "too-many", caller);
            }
            audit.record(
                    account,
                    Fact.success("session.opened")
                            .from(caller)
                            .in(id)
                            .on(device)
                            .with("proofs", String.join(" ", proofs))
                            .with("shared", Boolean.toString(shared)));
            return opened(session, token);
        });
    }

    private Opened opened(Session session, SessionToken token) {
        return new Opened(session, new Secret(token.reveal()), session.bound() ? null : care.offer(token));
    }

    /// The live session that a token opens, and notes its use.
    Optional<SessionCache.Entry> find(Secret token) {
        return SessionToken.read(token.reveal()).flatMap(this::entry);
    }

    /// The same, as the ready answer for a service; null when there is no such session, or none that opens
    /// anything.
    byte @Nullable [] answer(@Nullable String token) {
        Optional<SessionCache.Entry> entry = SessionToken.read(token).flatMap(this::entry);
        return entry.isEmpty() || entry.get().found().session().held()
                ? null
                : entry.get().answer();
    }

    /// The same as a session, for a gate in front of a service.
    public Optional<Session> live(@Nullable String token) {
        return SessionToken.read(token)
                .flatMap(this::entry)
                .map(SessionCache.Entry::session)
                .filter(session -> !session.held());
    }

    private Optional<SessionCache.Entry> entry(SessionToken token) {
        Instant now = clock.instant();
        Optional<SessionCache.Entry> found = cache.find(token.account(), token.session());
        if (found.isPresent() && !isLive(found.get(), now)) {
            // Another node may have seen it used meanwhile.
            found = cache.findAgain(token.account(), token.session());
        }
        if (found.isEmpty() || !isLive(found.get(), now)) {
            return Optional.empty();
        }
        SessionCache.Entry entry = found.get();
        if (!Tokens.same(token.hash(), entry.found().tokenHash())) {
            return Optional.empty();
        }
        touch(entry, now);
        return found;
    }

    private static boolean isLive(SessionCache.Entry entry, Instant now) {
        return entry.session().isLive(now);
    }

    /// The use is written at most once a minute, by one of those who see it, and beside the answer.
    private void touch(SessionCache.Entry entry, Instant now) {
        long last = entry.usedAtMillis().get();
        long at = now.toEpochMilli();
        if (at - last >= MINUTE && entry.usedAtMillis().compareAndSet(last, at)) {
            Session session = entry.found().session();
            care.beside(() -> store.touch(session.account(), session.id(), now));
        }
    }

    /// A session by its id, while it is live, for what hangs on it; this is no use of it.
    public Optional<Session> live(AccountId account, SessionId session) {
        Instant now = clock.instant();
        return cache.find(account, session)
                .filter(entry -> isLive(entry, now))
                .or(() -> cache.findAgain(account, session).filter(entry -> isLive(entry, now)))
                .map(SessionCache.Entry::session);
    }

    /// Whether the session was held when it ended, or is.
    public boolean wasHeld(AccountId account, SessionId session) {
        return store.isHeld(account, session);
    }

    /// Keeps a session as it is until the caller's transaction ends, for what hangs on it: nobody ends or holds it
    /// meanwhile. False when somebody already has.
    public boolean pin(Session session) {
        tx.mustBeOpen();
        return store.pin(session.account(), session.id(), clock.instant());
    }

    /// A session that ran out while it was held ends for good, with what hangs on it.
    ///
    /// @return how many did
    int endHeld() {
        int done = 0;
        for (SessionStore.Name one : store.heldAndOver(clock.instant())) {
            done += tx.run(() -> {
                if (!store.end(one.account(), one.session(), "expired", clock.instant())) {
                    return 0;
                }
                ended(one.account(), List.of(one.session()), "expired", null);
                return 1;
            });
        }
        return done;
    }

    /// A new proof was given: the session gets a new token, and the old one is worth nothing from now on
    /// (R-SES-1), with whoever else has it. A session that was held is free again, and from now on it is
    /// compared with what was seen of this caller. Empty when the session ended meanwhile or its token was
    /// renewed by another request.
    public Optional<Opened> renew(Session session, Secret token, List<String> proofs, Caller caller) {
        Instant now = clock.instant();
        var from = SessionToken.read(token.reveal()).orElseThrow();
        var to = SessionToken.create(session.account(), session.id());
        Session renewed = session.provenBy(proofs, now);
        byte[] seen = care.close(session.account(), caller);
        return tx.run(() -> {
            if (!store.rotate(renewed, from.hash(), to.hash(), seen)) {
                return Optional.empty();
            }
            tell(session.account(), List.of(session.id()));
            audit.record(
                    session.account(),
                    Fact.success("session.renewed")
                            .from(caller)
                            .in(session.id())
                            .with("proofs", String.join(" ", proofs)));
            return Optional.of(opened(renewed, to));
        });
    }

    /// One session as its holder sees it.
    public record Listed(Session session, Seen seen) {}

    public List<Listed> list(AccountId account) {
        return store.live(account, clock.instant()).stream()
                .map(row -> new Listed(row.session(), care.open(account, row.seenClosed())))
                .toList();
    }

    /// Ends one session. False when the account has no such live session, which is also the answer for a
    /// session of somebody else (A72).
    public boolean end(AccountId account, SessionId session, String reason, Caller caller) {
        return tx.run(() -> {
            if (!store.end(account, session, reason, clock.instant())) {
                return false;
            }
            ended(account, List.of(session), reason, caller);
            return true;
        });
    }

    /// Ends all sessions but one. Whoever wants the others out does not want them back with a password alone: only
    /// this session's device is trusted from now on.
    ///
    /// @return how many ended
    public int endOthers(Session keep, String reason, Caller caller) {
        return endAllBut(keep.account(), keep.id().value(), keep.device(), reason, caller);
    }

    /// Ends every session of the account; no device is trusted any more.
    ///
    /// @param caller null when the server does it by itself
    /// @return how many ended
    public int endAll(AccountId account, String reason, @Nullable Caller caller) {
        return endAllBut(account, NONE, null, reason, caller);
    }

    private int endAllBut(
            AccountId account, UUID keep, @Nullable DeviceId trusted, String reason, @Nullable Caller caller) {
        return tx.run(() -> {
            List<DeviceId> distrusted = care.distrustAllBut(account, trusted, clock.instant());
            List<SessionId> ended = store.endAllBut(account, keep, reason, clock.instant());
            care.endedAllBut(account, keep, ended, reason);
            for (DeviceId device : distrusted) {
                audit.record(
                        account, Fact.success("device.distrusted").from(caller).on(device));
            }
            record(account, ended, reason, caller);
            return ended.size();
        });
    }

    /// Ends what runs on a device that is to be forgotten.
    int endOnDevice(AccountId account, DeviceId device, Caller caller) {
        List<SessionId> ended = store.endOnDevice(account, device, "device-forgotten", clock.instant());
        ended(account, ended, "device-forgotten", caller);
        return ended.size();
    }

    private void ended(AccountId account, List<SessionId> sessions, String reason, @Nullable Caller caller) {
        if (sessions.isEmpty()) {
            return;
        }
        care.ended(account, sessions, reason);
        record(account, sessions, reason, caller);
    }

    private void record(AccountId account, List<SessionId> sessions, String reason, @Nullable Caller caller) {
        for (SessionId session : sessions) {
            audit.record(
                    account,
                    Fact.success("session.ended").from(caller).in(session).with("reason", reason));
        }
        tell(account, sessions);
    }

    /// What nodes remember of these sessions is no longer true; in the caller's transaction.
    void tell(AccountId account, List<SessionId> sessions) {
        for (int from = 0; from < sessions.size(); from += NEWS) {
            var news = new StringBuilder(account.toString());
            for (SessionId session : sessions.subList(from, Math.min(from + NEWS, sessions.size()))) {
                news.append(' ').append(session);
            }
            feed.tell(TOPIC, news.toString());
        }
        tx.afterCommit(() -> sessions.forEach(session -> cache.forget(account, session)));
    }

    /// The account is erased: nothing of its sessions stays.
    public void erase(AccountId account) {
        store.erase(account);
    }
}
