package dev.sallyport.oauth;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Vault;
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
    private static final String NEXT = "oauth_refresh.next";

    private final GrantStore store;
    private final TokenStore tokens;
    private final Grants grants;
    private final Clients clients;
    private final Vault vault;
    private final News news;

    /// What is told of replays.
    @Component
    record News(Reach reach, Audit audit, Tx tx, Clock clock) {}

    Exchanges(GrantStore store, TokenStore tokens, Grants grants, Clients clients, Vault vault, News news) {
        this.store = store;
        this.tokens = tokens;
        this.grants = grants;
        this.clients = clients;
        this.vault = vault;
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

    /// A good refresh token and its grant.
    ///
    /// @param next what it was exchanged for a moment ago, by an answer that its program seems not
    ///     to have got; null where it is still to be used up
    record Refreshing(
            Grants.Found found,
            TokenStore.Refresh token,
            @Nullable GrantToken next) {}

    /// One that was used ends its grant, but for a program that asks again, see [Grant#REFRESH_GRACE].
    ///
    /// @param jkt the key that shows it
    Optional<Refreshing> byRefresh(GrantToken refresh, @Nullable String jkt, @Nullable Caller caller) {
        Optional<TokenStore.Refresh> token = tokens.find(refresh);
        Optional<Grants.Found> found =
                token.isEmpty() ? Optional.empty() : grants.alive(refresh.account(), refresh.grant());
        if (found.isPresent() && token.get().used()) {
            Grant grant = found.get().grant();
            Optional<GrantToken> next = next(grant, token.get(), jkt);
            if (next.isEmpty()) {
                replayed(grant, "refresh-token", caller);
            }
            return next.map(n -> new Refreshing(found.get(), token.get(), n));
        }
        return found.filter(f -> token.get().until().isAfter(news.clock().instant()))
                .map(f -> new Refreshing(f, token.get(), null));
    }

    /// What a used one was exchanged for, if whoever shows it may have that again.
    private Optional<GrantToken> next(Grant grant, TokenStore.Refresh used, @Nullable String jkt) {
        byte[] closed = used.nextClosed();
        if (closed == null || jkt == null || !jkt.equals(grant.jkt()) || !isInGrace(used)) {
            return Optional.empty();
        }
        return GrantToken.read(GrantToken.Kind.REFRESH, vault.openText(grant.account(), NEXT, closed))
                .filter(next ->
                        tokens.find(next).filter(successor -> !successor.used()).isPresent());
    }

    private boolean isInGrace(TokenStore.Refresh used) {
        Instant at = used.usedAt();
        return used.nextClosed() != null && at != null && news.clock().instant().isBefore(at.plus(Grant.REFRESH_GRACE));
    }

    /// The same request came twice at the same moment, and the other one was first: it is to be looked at anew.
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("overtaken", null, false, false);
        }
    }

    /// Uses a refresh token up for the next one.
    ///
    /// @param jkt the key that shows it; without one nobody can ask for the next one again
    /// @return false when it was used meanwhile: nothing may go out
    /// @throws Overtaken when it was, and its program may have got no answer
    boolean rotate(Grant grant, GrantToken used, GrantToken next, @Nullable String jkt, @Nullable Caller caller) {
        Instant now = news.clock().instant();
        byte[] closed = jkt == null ? null : vault.close(grant.account(), NEXT, next.reveal());
        boolean first = news.tx().run(() -> {
            if (!tokens.use(used, closed, now) || !store.touch(grant, jkt, now)) {
                return false;
            }
            tokens.forgetNext(used);
            tokens.insert(next, now, now.plus(Grant.REFRESH_LIFE));
            return true;
        });
        if (!first && jkt != null && tokens.find(used).filter(this::isInGrace).isPresent()) {
            throw new Overtaken();
        }
        if (!first) {
            replayed(grant, "refresh-token", caller);
        }
        return first;
    }

    /// Gives the next one out again, which nobody has used.
    ///
    /// @return false when somebody has meanwhile: nothing may go out
    boolean again(Grant grant, GrantToken next, @Nullable String jkt, @Nullable Caller caller) {
        Instant now = news.clock().instant();
        boolean unused = news.tx().run(() -> tokens.pin(next, now) && store.touch(grant, jkt, now));
        if (!unused) {
            replayed(grant, "refresh-token", caller);
        }
        return unused;
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
