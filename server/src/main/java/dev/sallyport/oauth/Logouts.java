package dev.sallyport.oauth;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.jobs.Jobs;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.base.who.Uuid7;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/// Puts a logout token on its way to every program that knows of a session that ends (OpenID Back-Channel Logout), in
/// the transaction that ends it.
@Component
class Logouts {
    private final LogoutStore store;
    private final GrantStore grants;
    private final Clients clients;
    private final Jobs jobs;
    private final Task<Void> delivery;
    private final Tx tx;
    private final Clock clock;

    Logouts(
            LogoutStore store,
            GrantStore grants,
            Clients clients,
            Jobs jobs,
            @Qualifier("oauthLogoutDelivery") Task<Void> delivery,
            Tx tx,
            Clock clock) {
        this.store = store;
        this.grants = grants;
        this.clients = clients;
        this.jobs = jobs;
        this.delivery = delivery;
        this.tx = tx;
        this.clock = clock;
    }

    void tell(AccountId account, List<SessionId> sessions) {
        Instant now = clock.instant();
        boolean any = false;
        for (GrantStore.Known known : grants.known(account, sessions)) {
            if (clients.find(known.client())
                    .filter(c -> c.backChannel() != null)
                    .isPresent()) {
                var row = new LogoutStore.Row(
                        account, Uuid7.at(now.toEpochMilli()), known.client(), known.session(), now, now, 0);
                store.insert(row);
                jobs.scheduler().schedule(delivery.instance(account + "/" + row.id()), now);
                any = true;
            }
        }
        if (any) {
            tx.afterCommit(() -> jobs.scheduler().triggerCheckForDueExecutions());
        }
    }
}
