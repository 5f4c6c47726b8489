package dev.sallyport.withdrawal;

import dev.sallyport.account.AllowLists;
import dev.sallyport.account.Contact;
import dev.sallyport.account.Locks;
import dev.sallyport.base.chain.Chains;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.session.Session;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.WithdrawalRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The address book of an account (R-WL-1 to R-WL-3). A destination waits, by the database's clock, and is confirmed by
/// a link in a mail; both together make it active. Nothing edits one.
@Component
class Destinations {
    static final int MOST = 100;
    /// A day longer than the longest wait: whoever did not add it can say so until it is active.
    static final Duration LINK_LIFE = Duration.ofDays(8);

    private final DestinationStore store;
    private final DestinationVault vault;
    private final Chains chains;
    private final AllowLists lists;
    private final Locks locks;
    private final DestinationNews news;
    private final Withdrawals.Moments moments;

    Destinations(
            DestinationStore store,
            DestinationVault vault,
            Chains chains,
            AllowLists lists,
            Locks locks,
            DestinationNews news,
            Withdrawals.Moments moments) {
        this.store = store;
        this.vault = vault;
        this.chains = chains;
        this.lists = lists;
        this.locks = locks;
        this.news = news;
        this.moments = moments;
    }

    /// @param isChecked whether its network would notice a wrong letter
    /// @param now by which it is active or not
    record Entry(Listed listed, Destination destination, boolean isChecked, Instant now) {
        String state() {
            return listed.state(now);
        }
    }

    /// The newest first.
    List<Entry> list(AccountId account) {
        Instant now = moments.clock().now();
        return store.list(account).stream().map(one -> entry(one, now)).toList();
    }

    private Entry entry(Listed one, Instant now) {
        Destination to = vault.open(one);
        return new Entry(one, to, chains.network(to.network()).scheme().isChecked(), now);
    }

    /// As somebody typed it.
    ///
    /// @param compared he has compared the whole of it with the one that it looks like
    record Wish(String asset, String network, String address, String memo, boolean compared) {}

    /// What came of adding one.
    sealed interface Added {
        record Waits(Entry entry) implements Added {}

        /// It looks like one of the list at both ends and is another one. Nothing was added.
        record Imitates(Entry listed) implements Added {}

        /// Nothing was added.
        record Not(Mistakes mistakes) implements Added {}
    }

    /// @throws dev.sallyport.base.http.Refused `LOCKED` while the settings are locked
    Added add(Session session, Wish wish, Caller caller) {
        Destination.Read read = Destination.read(chains, wish.asset(), wish.network(), wish.address(), wish.memo());
        return read.destination()
                .map(to -> moments.tx().run(() -> added(session, to, wish.compared(), caller)))
                .orElseGet(() -> new Added.Not(read.mistakes()));
    }

    private Added added(Session session, Destination to, boolean compared, Caller caller) {
        AccountId account = session.account();
        // One change of an account after the other, and none while it is locked.
        locks.mustBeOpen(account);
        Optional<Contact> mailbox = news.mailbox(account);
        if (mailbox.isEmpty()) {
            return new Added.Not(Mistakes.in("address", "destination.mistake.no-mail"));
        }
        List<Entry> listed = list(account);
        if (listed.size() >= MOST) {
            return new Added.Not(Mistakes.in("address", "destination.mistake.full", "most", MOST));
        }
        Optional<Entry> imitated = listed.stream()
                .filter(one -> !compared && to.imitates(one.destination()))
                .findFirst();
        return imitated.<Added>map(Added.Imitates::new).orElseGet(() -> inserted(session, to, mailbox.get(), caller));
    }

    private Added inserted(Session session, Destination to, Contact mailbox, Caller caller) {
        AccountId account = session.account();
        Instant now = moments.clock().now();
        var tokens = new DestinationNews.Tokens(new Secret(Tokens.create()), new Secret(Tokens.create()));
        var one = new Listed(
                account,
                Uuid7.at(now.toEpochMilli()),
                vault.close(account, to),
                now,
                now.plus(lists.of(account, now).delay()),
                null);
        var links =
                new DestinationStore.Links(hash(tokens.confirmation()), hash(tokens.objection()), now.plus(LINK_LIFE));
        if (!store.insert(one, vault.fingerprint(account, to), links)) {
            return new Added.Not(Mistakes.in("address", "destination.mistake.known"));
        }
        news.added(one, to, mailbox, tokens, session, caller);
        return new Added.Waits(entry(one, now));
    }

    private static byte[] hash(Secret token) {
        return Tokens.hash(token.reveal());
    }

    /// What a link is about, while it is good.
    ///
    /// @param confirms whether it is the one that may confirm, too
    record Linked(Entry entry, boolean confirms) {}

    Optional<Linked> linked(Secret token) {
        Instant now = moments.clock().now();
        return store.byLink(hash(token), now)
                .map(one -> new Linked(entry(one, now), true))
                .or(() -> store.byObjection(hash(token), now).map(one -> new Linked(entry(one, now), false)));
    }

    /// By the one link that may.
    ///
    /// @return false when it was confirmed before, or there is nothing to confirm any more
    boolean confirm(Secret token, Caller caller) {
        return moments.tx().run(() -> {
            Instant now = moments.clock().now();
            Optional<Listed> confirmed = store.byLink(hash(token), now).filter(one -> store.confirm(one, now));
            confirmed.ifPresent(one -> news.confirmed(one, caller));
            return confirmed.isPresent();
        });
    }

    /// It was not the holder who added it: it goes, confirmed or not, everybody is signed out, and nothing leaves for a
    /// while. Each of the links can do it, and it opens nothing.
    boolean disown(Secret token, Caller caller) {
        return moments.tx().run(() -> {
            Optional<Listed> gone = linked(token)
                    .map(found -> found.entry().listed())
                    .filter(one -> store.delete(one.account(), one.id()));
            gone.ifPresent(one -> news.disowned(one, vault.open(one), caller));
            return gone.isPresent();
        });
    }

    /// It opens nothing. Added again it waits anew (R-WL-2).
    ///
    /// @return false when there is no such one of this account (A72)
    boolean remove(Session session, UUID id, Caller caller) {
        AccountId account = session.account();
        return moments.tx().run(() -> {
            Optional<Listed> gone = store.find(account, id).filter(one -> store.delete(account, id));
            gone.ifPresent(one -> news.removed(one, vault.open(one), session, caller));
            return gone.isPresent();
        });
    }

    static Refused unknown() {
        return new Refused(ErrorCode.NOT_FOUND, "no such destination of this account");
    }

    /// Why nothing may leave to where this goes, in the withdrawal's own transaction and at its moment (R-WL-3); empty
    /// where it may.
    Optional<Decision> refusal(Asked asked, Instant now) {
        return lists.of(asked.account(), now).on()
                ? find(asked)
                        .map(one -> refusal(one, now))
                        .orElseGet(() -> Optional.of(Decision.refused("destination-unlisted")))
                : Optional.empty();
    }

    /// The same for a key that knows these ids of the list alone.
    Optional<Decision> refusalAmong(List<String> ids, Asked asked, Instant now) {
        return find(asked)
                .filter(one -> ids.contains(one.id().toString()))
                .map(one -> refusal(one, now))
                .orElseGet(() -> Optional.of(Decision.refused("key-destination")));
    }

    private Optional<Listed> find(Asked asked) {
        WithdrawalRequest request = asked.request();
        return Destination.read(
                        chains,
                        asked.asset(),
                        String.valueOf(request.network()),
                        String.valueOf(request.destination()),
                        request.memo())
                .destination()
                .flatMap(to -> store.find(asked.account(), vault.fingerprint(asked.account(), to)));
    }

    private static Optional<Decision> refusal(Listed one, Instant now) {
        if (one.isActive(now)) {
            return Optional.empty();
        }
        return Optional.of(
                now.isBefore(one.activeAt())
                        ? Decision.refusedUntil(one.activeAt(), "destination-waiting")
                        : Decision.refused("destination-unconfirmed"));
    }
}
