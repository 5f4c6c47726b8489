package dev.sallyport.withdrawal;

import dev.sallyport.account.AllowLists;
import dev.sallyport.account.Locks;
import dev.sallyport.base.chain.Chains;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.session.Session;
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
    record Entry(Listed listed, Destination destination, boolean isChecked, Instant now) {}

    List<Entry> list(AccountId account) {
        Instant now = moments.clock().now();
        return store.list(account).stream().map(one -> entry(one, now)).toList();
    }

    private Entry entry(Listed one, Instant now) {
        Destination to = vault.open(one);
        return new Entry(one, to, chains.network(to.network()).scheme().isChecked(), now);
    }

    /// What came of adding one.
    sealed interface Added {
        record Waits(UUID id, Instant activeAt) implements Added {}

        /// Nothing was added.
        record Not(Mistakes mistakes) implements Added {}
    }

    /// @throws dev.sallyport.base.http.Refused `LOCKED` while the settings are locked
    Added add(Session session, String asset, String network, String address, String memo, Caller caller) {
        Destination.Read read = Destination.read(chains, asset, network, address, memo);
        return read.destination()
                .map(to -> moments.tx().run(() -> added(session, to, caller)))
                .orElseGet(() -> new Added.Not(read.mistakes()));
    }

    private Added added(Session session, Destination to, Caller caller) {
        AccountId account = session.account();
        locks.mustBeOpen(account);
        if (!news.hasMail(account)) {
            return new Added.Not(Mistakes.in("destination", "destination.mistake.no-mail"));
        }
        if (store.list(account).size() >= MOST) {
            return new Added.Not(Mistakes.in("destination", "destination.mistake.full", "most", MOST));
        }
        Instant now = moments.clock().now();
        var token = new Secret(Tokens.create());
        var one = new Listed(
                account,
                Uuid7.at(now.toEpochMilli()),
                vault.close(account, to),
                now,
                now.plus(lists.of(account, now).wait()),
                null);
        if (!store.insert(one, vault.fingerprint(account, to), Tokens.hash(token.reveal()), now.plus(LINK_LIFE))) {
            return new Added.Not(Mistakes.in("destination", "destination.mistake.known"));
        }
        news.added(one, to, token, session, caller);
        return new Added.Waits(one.id(), one.activeAt());
    }

    /// What a link is about, while it is good.
    Optional<Entry> byLink(Secret token) {
        Instant now = moments.clock().now();
        return store.byLink(Tokens.hash(token.reveal()), now).map(one -> entry(one, now));
    }

    /// @return false when the link was used, or is too old
    boolean confirm(Secret token, Caller caller) {
        return moments.tx().run(() -> {
            Instant now = moments.clock().now();
            Optional<Listed> confirmed =
                    store.byLink(Tokens.hash(token.reveal()), now).filter(one -> store.confirm(one, now));
            confirmed.ifPresent(one -> news.confirmed(one, caller));
            return confirmed.isPresent();
        });
    }

    /// It was not the holder who added it: it goes, confirmed or not, and everybody is signed out.
    boolean disown(Secret token, Caller caller) {
        return moments.tx().run(() -> {
            Optional<Listed> gone = store.byLink(Tokens.hash(token.reveal()), moments.clock().now())
                    .filter(one -> store.delete(one.account(), one.id()));
            gone.ifPresent(one -> news.disowned(one, caller));
            return gone.isPresent();
        });
    }

    /// It opens nothing. Added again it waits anew (R-WL-2).
    boolean remove(Session session, UUID id, Caller caller) {
        AccountId account = session.account();
        return moments.tx().run(() -> {
            Optional<Listed> gone = store.list(account).stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .filter(one -> store.delete(account, id));
            gone.ifPresent(one -> news.removed(one, vault.open(one), session, caller));
            return gone.isPresent();
        });
    }

    /// Why nothing may leave to where this goes, in the withdrawal's own transaction (R-WL-3); empty where it may.
    Optional<String> refusal(AccountId account, WithdrawalRequest request, Instant now) {
        if (!lists.of(account, now).on()) {
            return Optional.empty();
        }
        Optional<Listed> listed = Destination.read(
                        chains,
                        String.valueOf(request.asset()),
                        String.valueOf(request.network()),
                        String.valueOf(request.destination()),
                        request.memo())
                .destination()
                .flatMap(to -> store.find(account, vault.fingerprint(account, to)));
        if (listed.isEmpty()) {
            return Optional.of("destination-unlisted");
        }
        return listed.get().isActive(now) ? Optional.empty() : Optional.of("destination-waiting");
    }
}
