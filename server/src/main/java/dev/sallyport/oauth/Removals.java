package dev.sallyport.oauth;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Feed;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// What becomes of a removed client. Its tokens count no more from the moment it is removed. What holders gave it is
/// ended here, each grant together with the fact that says so, in portions: whoever is killed between two has lost
/// nothing, and any node goes on. A node that hears of a removal begins at once; for when none does there is a job.
@Component
class Removals {
    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);
    private static final String REASON = "client-removed";
    /// Its accounts' records are held for as long as a portion takes.
    private static final int AT_ONCE = 50;

    private final ClientStore clients;
    private final GrantStore grants;
    private final ConsentStore consents;
    private final Grants ends;
    private final Audit audit;
    private final Tx tx;
    private final Clock clock;

    Removals(
            ClientStore clients,
            GrantStore grants,
            ConsentStore consents,
            Grants ends,
            Audit audit,
            Tx tx,
            Clock clock) {
        this.clients = clients;
        this.grants = grants;
        this.consents = consents;
        this.ends = ends;
        this.audit = audit;
        this.tx = tx;
        this.clock = clock;
    }

    void listen(Feed feed) {
        Recalls.listen(feed, recall -> {
            if (recall.kind() == Recall.Kind.CLIENT) {
                // Not in the thread that hears: it is waited for by everybody.
                Thread.ofVirtual().name("oauth-removals").start(this::clearOrLeave);
            }
        });
    }

    private void clearOrLeave() {
        try {
            clear();
        } catch (DataAccessException e) {
            LOG.warn("What a removed client was given is ended by the job a minute later", e);
        }
    }

    /// Ends what is left of all that were removed.
    ///
    /// @return how many grants and consents
    int clear() {
        return clients.uncleared().stream().mapToInt(this::clear).sum();
    }

    private int clear(String client) {
        int all = 0;
        int some;
        do {
            some = tx.run(() -> endSome(client)) + tx.run(() -> forgetSome(client));
            all += some;
        } while (some > 0);
        clients.cleared(client, clock.instant());
        return all;
    }

    private int endSome(String client) {
        Instant now = clock.instant();
        List<Grant> ended = grants.endSomeOf(client, REASON, now, AT_ONCE).stream()
                // In one order everywhere, so that nobody waits in a circle.
                .sorted(Comparator.comparing(grant -> grant.account().toString()))
                .toList();
        ends.record(ended, REASON, null);
        return ended.size();
    }

    private int forgetSome(String client) {
        List<AccountId> gone = consents.removeSomeOf(client, AT_ONCE);
        gone.stream()
                .distinct()
                .sorted(Comparator.comparing(AccountId::toString))
                .forEach(account -> audit.record(
                        account,
                        Fact.success("oauth.removed").with("client", client).with("reason", REASON)));
        return gone.size();
    }
}
