package dev.sallyport.withdrawal;

import dev.sallyport.account.Locks;
import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.Session;
import dev.sallyport.wire.WithdrawalTerms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The second person of an account: invited by its holder, accepted by himself, in force 48 hours
/// later, and gone or replaced 48 hours after that was asked for. Staff can do none of it.
@Component
class SecondPeople {
    private final SecondStore store;
    private final Withdrawals.Moments moments;
    private final Audit audit;
    private final Reach reach;
    private final Mailboxes mailboxes;
    private final Locks locks;
    private final Gate gate;

    SecondPeople(
            SecondStore store,
            Withdrawals.Moments moments,
            Audit audit,
            Reach reach,
            Mailboxes mailboxes,
            Locks locks,
            Gate gate) {
        this.store = store;
        this.moments = moments;
        this.audit = audit;
        this.reach = reach;
        this.mailboxes = mailboxes;
        this.locks = locks;
        this.gate = gate;
    }

    SecondPerson of(AccountId account) {
        return store.find(account).orElse(SecondPerson.NOBODY);
    }

    /// Who confirms for this account now, in the caller's transaction.
    Optional<AccountId> inForce(AccountId account, Instant now) {
        return of(account).inForce(now);
    }

    /// Whether somebody could confirm for this account now: a person, or else a mailbox.
    boolean isAnybody(AccountId account, Instant now) {
        return inForce(account, now).isPresent()
                || mailboxes.inForce(account, now).isPresent();
    }

    /// In the caller's transaction.
    void askMailbox(Withdrawal one, WithdrawalTerms terms, Instant now) {
        mailboxes.ask(one, terms, now);
    }

    /// Before his proof is spent, and again in the transaction that it counts in.
    ///
    /// @throws Refused where something keeps the money of this account in
    void mustBeFree(AccountId person, Instant now) {
        gate.mustBeFree(person, now);
    }

    /// Whom this account confirms for.
    List<AccountId> confirmsFor(AccountId person) {
        return store.of(person, moments.clock().now());
    }

    /// A new invitation in place of an older one.
    ///
    /// @return what its link ends with, told this once
    Secret invite(Session session, Caller caller) {
        var token = new Secret(Tokens.create());
        moments.tx().run(() -> {
            locks.mustBeOpen(session.account());
            Instant until = moments.clock().now().plus(SecondPerson.INVITATION);
            store.invite(session.account(), Tokens.hash(token.reveal()), until);
            record(session.account(), Fact.success("withdrawal.second-invited"), session, caller);
        });
        return token;
    }

    Optional<AccountId> inviter(String token) {
        return moments.tx()
                .run(() -> inviter(Tokens.hash(token), moments.clock().now()));
    }

    /// Whoever locks his settings has ended the invitations that are out.
    private Optional<AccountId> inviter(byte[] tokenHash, Instant now) {
        return store.invitation(tokenHash, now)
                .filter(one -> locks.isOpenSince(one.by(), one.until().minus(SecondPerson.INVITATION)))
                .map(SecondStore.Invitation::by);
    }

    /// The one who was invited says yes. Nobody is his own second person.
    ///
    /// @return false when the invitation was used, is too old, was ended by a lock, or is his own
    boolean accept(Session session, String token, Caller caller) {
        AccountId person = session.account();
        return moments.tx().run(() -> {
            Instant now = moments.clock().now();
            byte[] hash = Tokens.hash(token);
            Optional<AccountId> inviter = inviter(hash, now).flatMap(by -> store.accept(hash, person, now));
            inviter.ifPresent(account -> {
                changing(account, person, now, caller);
                audit.record(account, Fact.success("withdrawal.second-chosen").from(caller));
            });
            return inviter.isPresent();
        });
    }

    /// @param next null for nobody
    private void changing(AccountId account, @Nullable AccountId next, Instant now, Caller caller) {
        Instant from = now.plus(SecondPerson.WAIT);
        store.change(account, next, now, from);
        reach.all(account, "withdrawal.second-changing", Map.of("until", from.toString()), caller);
    }

    /// Nobody any more, 48 hours from now.
    ///
    /// @return false when there is none, or none that could go
    boolean remove(Session session, Caller caller) {
        AccountId account = session.account();
        return moments.tx().run(() -> {
            locks.mustBeOpen(account);
            Instant now = moments.clock().now();
            if (inForce(account, now).isEmpty()) {
                return false;
            }
            changing(account, null, now, caller);
            record(account, Fact.success("withdrawal.second-leaving"), session, caller);
            return true;
        });
    }

    /// Takes back that somebody comes.
    ///
    /// @return false when nobody does
    boolean keep(Session session, Caller caller) {
        return kept(session, false, caller);
    }

    /// Takes back that the one who is there goes. Whoever calls has had a fresh proof: a thief may want to
    /// keep him.
    ///
    /// @return false when he does not go
    boolean stay(Session session, Caller caller) {
        return kept(session, true, caller);
    }

    private boolean kept(Session session, boolean leaving, Caller caller) {
        return moments.tx().run(() -> {
            boolean kept =
                    store.keep(session.account(), leaving, moments.clock().now());
            if (kept) {
                reach.all(session.account(), "withdrawal.second-kept", Map.of(), caller);
                record(session.account(), Fact.success("withdrawal.second-kept"), session, caller);
            }
            return kept;
        });
    }

    private void record(AccountId account, Fact fact, Session session, Caller caller) {
        audit.record(account, fact.in(session.id()).on(session.device()).from(caller));
    }
}
