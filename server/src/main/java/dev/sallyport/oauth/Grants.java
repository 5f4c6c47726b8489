package dev.sallyport.oauth;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.session.Session;
import dev.sallyport.session.Sessions;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// What holders let programs do: given, found alive, ended.
@Component
class Grants {
    private static final String REQUEST = "oauth_grant.request";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final GrantStore store;
    private final Sessions sessions;
    private final Vault vault;
    private final Audit audit;
    private final TokenNews news;
    private final Tx tx;
    private final Clock clock;

    Grants(GrantStore store, Sessions sessions, Vault vault, Audit audit, TokenNews news, Tx tx, Clock clock) {
        this.store = store;
        this.sessions = sessions;
        this.vault = vault;
        this.audit = audit;
        this.news = news;
        this.tx = tx;
        this.clock = clock;
    }

    /// What of the request comes back in tokens.
    ///
    /// @param details RFC 9396, as they came
    record Extra(@Nullable String nonce, @Nullable String details) {}

    /// One that was found, with its extra and its code's state.
    record Found(Grant grant, Extra extra, GrantStore.Row row) {
        /// What was agreed to in detail moves money: an app that nobody has looked at waits for that too (A49).
        @Nullable
        String details(Instant now) {
            return grant.mayMoveMoney(now) ? extra.details() : null;
        }
    }

    /// A new one.
    ///
    /// @param code to bring it home with; null for a device, which has one already
    record Given(Grant grant, @Nullable GrantToken code) {}

    /// Makes a grant, in the caller's transaction.
    ///
    /// @param scopes what of all that was asked for the holder lets it do
    Given give(Session session, Client client, Ask ask, Set<String> scopes, Caller caller) {
        tx.mustBeOpen();
        // Whoever ends the session now waits for us and ends this too, or was first.
        if (!sessions.pin(session)) {
            throw new Refused(ErrorCode.NOT_SIGNED_IN, "the session ended or is held");
        }
        if (!store.pinClient(client.id())) {
            throw new Refused(ErrorCode.NOT_FOUND, "the client was removed");
        }
        Instant now = clock.instant();
        UUID id = Uuid7.at(now.toEpochMilli());
        GrantToken code = ask.device() == null ? GrantToken.create(GrantToken.Kind.CODE, session.account(), id) : null;
        var grant = new Grant(
                session.account(),
                id,
                client.id(),
                session.id(),
                scopes.contains(Scope.OFFLINE_ACCESS.label()),
                new LinkedHashSet<>(scopes),
                ask.resources().isEmpty() ? client.ownAudiences() : ask.resources(),
                ask.redirectUri(),
                ask.device() == null ? String.valueOf(ask.one("code_challenge")) : "",
                ask.one("dpop_jkt"),
                Acr.of(session).value(),
                session.proofs(),
                session.provenAt(),
                client.standing() == Client.Standing.UNVERIFIED ? now.plus(Grant.MONEY_WAIT) : now,
                now,
                now,
                null);
        var extra = new Extra(ask.one("nonce"), ask.one("authorization_details"));
        byte[] closed = vault.close(session.account(), REQUEST, JSON.writeValueAsString(extra));
        store.insert(new GrantStore.Row(
                grant,
                closed,
                code == null ? null : code.hash(),
                code == null ? null : now.plus(Grant.CODE_LIFE),
                false));
        audit.record(
                grant.account(),
                about(Fact.success("oauth.granted"), grant)
                        .from(caller)
                        .on(session.device())
                        .with("scopes", String.join(" ", scopes)));
        return new Given(grant, code);
    }

    private static Fact about(Fact fact, Grant grant) {
        return fact.in(grant.session())
                .with("client", grant.client())
                .with("grant", grant.id().toString());
    }

    /// One that still counts.
    Optional<Found> alive(AccountId account, UUID id) {
        return store.find(account, id).filter(row -> isAlive(row.grant())).map(this::opened);
    }

    /// Whether it counts: nobody has ended it, and its session lives unless it was given for the holder's absence. A
    /// session that is held opens nothing, and nothing that hangs on it does; one that was over before its
    /// holder came back never does again.
    boolean isAlive(Grant grant) {
        if (grant.endedAt() != null) {
            return false;
        }
        Optional<Session> session = sessions.live(grant.account(), grant.session());
        return session.isPresent()
                ? !session.get().held()
                : grant.offline() && !sessions.wasHeld(grant.account(), grant.session());
    }

    /// Whether it is still so, once it was found alive and nothing was heard of its account since: its session can
    /// grow old unheard. What was given for the holder's absence needs none.
    boolean isStillAlive(Grant grant) {
        return grant.offline() || isAlive(grant);
    }

    private Found opened(GrantStore.Row row) {
        String json = vault.openText(row.grant().account(), REQUEST, row.requestClosed());
        return new Found(row.grant(), JSON.readValue(json, Extra.class), row);
    }

    List<Grant> list(AccountId account) {
        return store.open(account).stream().filter(this::isAlive).toList();
    }

    /// Ends one grant and all that it was exchanged for.
    ///
    /// @return whether it was still open
    boolean end(Grant grant, String reason, @Nullable Caller caller) {
        return tx.run(() -> {
            if (!store.end(grant.account(), grant.id(), reason, clock.instant())) {
                return false;
            }
            record(List.of(grant), reason, caller);
            return true;
        });
    }

    /// Ends all that a client has of the account.
    List<Grant> endOfClient(AccountId account, String client, String reason, Caller caller) {
        return tx.run(() -> {
            List<Grant> ended = store.endOfClient(account, client, reason, clock.instant());
            record(ended, reason, caller);
            return ended;
        });
    }

    /// Notes that a single token was given back, and does what makes it so.
    ///
    /// @param token its `jti`
    void tokenRevoked(AccountId account, String client, UUID token, @Nullable Caller caller, Runnable revoke) {
        tx.run(() -> {
            revoke.run();
            news.tell(account.toString());
            audit.record(
                    account,
                    Fact.success("oauth.token-revoked")
                            .from(caller)
                            .with("client", client)
                            .with("token", token.toString())
                            .with("reason", "given-back"));
        });
    }

    /// The same for a token of the client's own, which belongs to no account.
    void ownTokenRevoked(String client, Runnable revoke) {
        tx.run(() -> {
            revoke.run();
            news.tell(client);
        });
    }

    /// Notes what was said in a session, in the caller's transaction.
    void note(Session session, Fact fact) {
        audit.record(session.account(), fact.in(session.id()).on(session.device()));
    }

    /// Notes that grants have ended, in the caller's transaction.
    void record(List<Grant> ended, String reason, @Nullable Caller caller) {
        ended.stream().map(grant -> grant.account().toString()).distinct().forEach(news::tell);
        for (Grant grant : ended) {
            audit.record(
                    grant.account(),
                    about(Fact.success("oauth.ended"), grant).from(caller).with("reason", reason));
        }
    }
}
