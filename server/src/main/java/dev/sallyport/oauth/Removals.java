package dev.sallyport.oauth;

import dev.sallyport.base.db.Feed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Writes down what a removed client had, as soon as a node hears of it: the command that removes one cannot.
@Component
class Removals {
    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

    private final Clients clients;
    private final Grants grants;

    Removals(Feed feed, Clients clients, Grants grants) {
        this.clients = clients;
        this.grants = grants;
        // Not in the thread that hears: it is waited for by everybody.
        feed.on(ClientStore.TOPIC, news -> {
            if (Clients.isId(news)) {
                Thread.ofVirtual().name("oauth-removals").start(() -> tell(news));
            }
        });
    }

    private void tell(String client) {
        try {
            if (!clients.has(client)) {
                grants.tellRemovals();
            }
        } catch (DataAccessException e) {
            LOG.warn("What a removed client had is written down by the job", e);
        }
    }
}
