package dev.sallyport.service;

import dev.sallyport.account.Account;
import dev.sallyport.account.Accounts;
import dev.sallyport.account.Freezes;
import dev.sallyport.account.Holds;
import dev.sallyport.account.Locks;
import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Entry;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Networks;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.session.Assurance;
import dev.sallyport.session.Session;
import dev.sallyport.session.Sessions;
import dev.sallyport.wire.AccountStatus;
import dev.sallyport.wire.Ended;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.FactPage;
import dev.sallyport.wire.FactPage.SecurityFact;
import dev.sallyport.wire.SessionList;
import dev.sallyport.wire.SessionList.LiveSession;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What services are told of an account, and what they may do to its sessions. An account that does
/// not exist, or does no longer, is `NOT_FOUND`.
@Component
final class AccountDesk {
    private static final int MOST_FACTS = 100;
    private static final String REASON = "ended-by-service";

    private final Accounts accounts;
    private final Proofs proofs;
    private final Sessions sessions;
    private final Audit audit;
    private final Holds holds;
    private final Locks locks;
    private final Freezes freezes;

    AccountDesk(
            Accounts accounts,
            Proofs proofs,
            Sessions sessions,
            Audit audit,
            Holds holds,
            Locks locks,
            Freezes freezes) {
        this.accounts = accounts;
        this.proofs = proofs;
        this.sessions = sessions;
        this.audit = audit;
        this.holds = holds;
        this.locks = locks;
        this.freezes = freezes;
    }

    AccountStatus status(AccountId id) {
        Account account = known(id);
        var kinds = proofs.kinds(id);
        Optional<Holds.Held> held = holds.on(id);
        return new AccountStatus(
                id.toString(),
                state(account),
                account.createdAt(),
                account.eraseAt(),
                kinds.stream().map(Proofs.Kind::amr).toList(),
                ProofPolicy.hasSecond(kinds),
                held.map(Holds.Held::until).orElse(null),
                held.stream()
                        .flatMap(h -> h.reasons().stream())
                        .map(reason -> reason.cause().label())
                        .toList(),
                locks.withdrawals(id).orElse(null),
                locks.settings(id).isPresent());
    }

    private String state(Account account) {
        if (freezes.since(account.id()).isPresent()) {
            return "locked-down";
        }
        return account.eraseAt() == null ? "open" : "closing";
    }

    private Account known(AccountId id) {
        return accounts.find(id).orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such account"));
    }

    SessionList sessions(AccountId id) {
        known(id);
        return new SessionList(
                sessions.list(id).stream().map(listed -> live(listed.session())).toList());
    }

    private static LiveSession live(Session s) {
        return new LiveSession(
                s.id().toString(),
                s.device() == null ? null : s.device().toString(),
                s.proofs(),
                Assurance.of(s.proofs()).word(),
                s.openedAt(),
                s.provenAt(),
                s.lastUsedAt(),
                s.expiresAt(),
                s.shared(),
                s.held());
    }

    Ended end(AccountId id, SessionId session, Caller service) {
        known(id);
        if (!sessions.end(id, session, REASON, service)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such session of this account");
        }
        return new Ended(1);
    }

    Ended endAll(AccountId id, Caller service) {
        known(id);
        return new Ended(sessions.endAll(id, REASON, service));
    }

    FactPage facts(AccountId id, long after, int limit) {
        known(id);
        // One more than asked for says whether there is more.
        int wanted = Math.clamp(limit, 1, MOST_FACTS);
        List<Entry> found = audit.since(id, Math.max(0, after), wanted + 1);
        List<SecurityFact> facts =
                found.stream().limit(wanted).map(AccountDesk::fact).toList();
        return new FactPage(facts, facts.isEmpty() ? after : facts.getLast().number(), found.size() > wanted);
    }

    private static SecurityFact fact(Entry e) {
        return new SecurityFact(
                e.seq(),
                e.at(),
                e.kind(),
                e.succeeded(),
                text(e.session()),
                text(e.device()),
                e.address() == null
                        ? null
                        : Networks.canonical(e.address()).map(Networks::prefix).orElse(null),
                e.detail());
    }

    private static @Nullable String text(@Nullable Object id) {
        return id == null ? null : id.toString();
    }
}
