package dev.sallyport.oauth;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Codes and refresh tokens, each exchanged once. Whoever brings one that was used, or comes second in a race, has a
/// copy that should not exist: the grant ends with all that came of it, and nobody is served any more (A45, A46).
@Component
class Exchanges {
    private final GrantStore store;
    private final TokenStore tokens;
    private final Grants grants;
    private final Clients clients;
    private final News news;

    /// What is told of replays.
    @Component
    record News(Reach reach, Audit audit, Tx tx, Clock clock) {}

    Exchanges(GrantStore store, TokenStore tokens, Grants grants, Clients clients, News news) {
        this.store = store;
        this.tokens = tokens;
        this.grants = grants;
        this.clients = clients;
        this.news = news;
    }

    /// The grant that a code belongs to, while the code is good. One that was used ends it.
    Optional<Grants.Found> byCode(GrantToken code, @Nullable Caller caller) {
        Optional<Grants.Found> found = grants.alive(code.account(), code.grant())
                .filter(f -> java.util.Arrays.equals(f.row().codeHash(), code.hash()));
        if (found.isPresent() && found.get().row().used()) {
            replayed(found.get().grant(), "code", caller);
            return Optional.empty();
        }
        return found.filter(f -> isBefore(f.row().codeUntil()));
    }

    private boolean isBefore(@Nullable Instant end) {
        return end != null && news.clock().instant().isBefore(end);
    }

    /// Uses a code up.
    ///
    /// @param jkt the key that shows it; its tokens are bound to that
    /// @param refresh the refresh token that goes out with it
    /// @return false when it was used meanwhile: nothing may go out
    boolean useCode(
            Grant grant, GrantToken code, @Nullable String jkt, @Nullable GrantToken refresh, @Nullable Caller caller) {
        Instant now = news.clock().instant();
        boolean first = news.tx().run(() -> {
            if (!store.useCode(grant, code.hash(), jkt, now)) {
                return false;
            }
            if (refresh != null) {
                tokens.insert(refresh, now, now.plus(Grant.REFRESH_LIFE));
            }
            return true;
        });
        if (!first) {
            replayed(grant, "code", caller);
        }
        return first;
    }

    /// The first tokens of a grant that came without a code, in the caller's transaction.
    boolean begin(Grant grant, @Nullable String jkt, @Nullable GrantToken refresh) {
        Instant now = news.clock().instant();
        if (!store.touch(grant, jkt, now)) {
            return false;
        }
        if (refresh != null) {
            tokens.insert(refresh, now, now.plus(Grant.REFRESH_LIFE));
        }
        return true;
    }

    /// A good refresh token and its grant. One that was used ends it.
    record Refreshing(Grants.Found found, TokenStore.Refresh token) {}

    Optional<Refreshing> byRefresh(GrantToken refresh, @Nullable Caller caller) {
        Optional<TokenStore.Refresh> token = tokens.find(refresh);
        Optional<Grants.Found> found =
                token.isEmpty() ? Optional.empty() : grants.alive(refresh.account(), refresh.grant());
        if (found.isPresent() && token.get().used()) {
            replayed(found.get().grant(), "refresh-token", caller);
            return Optional.empty();
        }
        return found.filter(f -> token.get().until().isAfter(news.clock().instant()))
                .map(f -> new Refreshing(f, token.get()));
    }

    /// Uses a refresh token up for the next one.
    ///
    /// @return false when it was used meanwhile: nothing may go out
    boolean rotate(Grant grant, GrantToken used, GrantToken next, @Nullable String jkt, @Nullable Caller caller) {
        Instant now = news.clock().instant();
        boolean first = news.tx().run(() -> {
            if (!tokens.use(used, now) || !store.touch(grant, jkt, now)) {
                return false;
            }
            tokens.insert(next, now, now.plus(Grant.REFRESH_LIFE));
            return true;
        });
        if (!first) {
            replayed(grant, "refresh-token", caller);
        }
        return first;
    }

    /// The refresh token stays as it is: it is worth nothing without its client's key.
    boolean touch(Grant grant, @Nullable String jkt) {
        return news.tx().run(() -> store.touch(grant, jkt, news.clock().instant()));
    }

    private void replayed(Grant grant, String what, @Nullable Caller caller) {
        news.tx().run(() -> {
            if (!grants.end(grant, what + "-replayed", caller)) {
                return;
            }
            String name = clients.find(grant.client()).map(Client::name).orElse(grant.client());
            if (what.equals("refresh-token")) {
                news.reach().all(grant.account(), "oauth.replayed", Map.of("app", name));
            }
            news.audit()
                    .record(
                            grant.account(),
                            Fact.failure("oauth.replayed")
                                    .in(grant.session())
                                    .from(caller)
                                    .with("client", grant.client())
                                    .with("grant", grant.id().toString())
                                    .with("what", what));
        });
    }
}
