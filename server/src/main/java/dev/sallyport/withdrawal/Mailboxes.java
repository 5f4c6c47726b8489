package dev.sallyport.withdrawal;

import dev.sallyport.account.Identifier;
import dev.sallyport.account.Identifiers;
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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The second mailbox of an account: named by its holder, answers by a link, in force 48 hours later, and gone or
/// replaced 48 hours after that was asked for. None of the account's own addresses is one: whoever asks never approves.
@Component
class Mailboxes {
    private static final String NO_COUNTRY = "ZZ";

    private final MailboxStore store;
    private final MailboxPost post;
    private final TermsVault vault;
    private final Withdrawals.Moments moments;
    private final Audit audit;
    private final Reach reach;
    private final Locks locks;

    Mailboxes(
            MailboxStore store,
            MailboxPost post,
            TermsVault vault,
            Withdrawals.Moments moments,
            Audit audit,
            Reach reach,
            Locks locks) {
        this.store = store;
        this.post = post;
        this.vault = vault;
        this.moments = moments;
        this.audit = audit;
        this.reach = reach;
        this.locks = locks;
    }

    Mailbox of(AccountId account) {
        return store.find(account)
                .map(row -> new Mailbox(
                        open(account, row.mail()), open(account, row.next()), row.nextAt(), open(account, row.named())))
                .orElse(Mailbox.NONE);
    }

    private @Nullable String open(AccountId account, byte @Nullable [] closed) {
        return closed == null ? null : vault.openMailbox(account, closed);
    }

    /// Which confirms for this account now; none that has become an address of the account itself.
    Optional<String> inForce(AccountId account, Instant now) {
        return of(account).inForce(now).filter(address -> !post.isOwn(account, address));
    }

    enum Named {
        SENT,
        NO_ADDRESS,
        /// The requester's own.
        OWN
    }

    /// Writes to it; it counts for nothing before it has answered.
    Named name(Session session, String typed, Caller caller) {
        Optional<String> read = Identifiers.imitates(typed)
                ? Optional.empty()
                : Identifiers.read(typed, NO_COUNTRY)
                        .filter(found -> found.kind() == Identifier.Kind.MAIL)
                        .map(Identifier::text);
        if (read.isEmpty()) {
            return Named.NO_ADDRESS;
        }
        AccountId account = session.account();
        String address = read.get();
        if (post.isOwn(account, address)) {
            return Named.OWN;
        }
        var token = new Secret(Tokens.create());
        moments.tx().run(() -> {
            locks.mustBeOpen(account);
            Instant until = moments.clock().now().plus(Mailbox.LINK);
            store.name(account, vault.closeMailbox(account, address), Tokens.hash(token.reveal()), until);
            post.name(account, address, token);
            record(session, "withdrawal.second-invited", caller);
        });
        return Named.SENT;
    }

    /// Whose link this is; empty when it was used or is too old.
    Optional<AccountId> named(String token) {
        return store.named(Tokens.hash(token), moments.clock().now());
    }

    /// Whoever reads the mailbox says yes.
    ///
    /// @return false when the link was used, is too old, or the settings were locked since it was sent
    boolean answer(String token, Caller caller) {
        return moments.tx().run(() -> {
            Instant now = moments.clock().now();
            Instant from = now.plus(SecondPerson.WAIT);
            boolean open = store.named(Tokens.hash(token), now)
                    .filter(account -> locks.isOpenSince(account, now.minus(Mailbox.LINK)))
                    .isPresent();
            if (!open) {
                return false;
            }
            Optional<AccountId> whose = store.answered(Tokens.hash(token), now, from);
            whose.ifPresent(account -> {
                told(account, from, caller);
                audit.record(account, Fact.success("withdrawal.second-chosen").with("by", "mailbox"));
            });
            return whose.isPresent();
        });
    }

    private void told(AccountId account, Instant from, Caller caller) {
        reach.all(account, "withdrawal.second-changing", Map.of("until", from.toString()), caller);
    }

    /// None any more, 48 hours from now.
    boolean remove(Session session, Caller caller) {
        AccountId account = session.account();
        return moments.tx().run(() -> {
            locks.mustBeOpen(account);
            Instant now = moments.clock().now();
            if (of(account).inForce(now).isEmpty()) {
                return false;
            }
            Instant from = now.plus(SecondPerson.WAIT);
            store.leave(account, now, from);
            told(account, from, caller);
            record(session, "withdrawal.second-leaving", caller);
            return true;
        });
    }

    /// Takes back what does not count yet, be it another mailbox or none. All addresses are told: it could be an
    /// accomplice who stays.
    boolean keep(Session session, Caller caller) {
        return moments.tx().run(() -> {
            boolean kept = store.keep(session.account(), moments.clock().now());
            if (kept) {
                reach.all(session.account(), "withdrawal.second-kept", Map.of(), caller);
                record(session, "withdrawal.second-kept", caller);
            }
            return kept;
        });
    }

    /// Sends the link for what its holder has just confirmed, in the caller's transaction.
    void ask(Withdrawal one, WithdrawalTerms terms, Instant now) {
        var token = new Secret(Tokens.create());
        inForce(one.account(), now).ifPresent(address -> {
            store.ask(one, Tokens.hash(token.reveal()));
            post.ask(one.account(), address, terms, one.until(), token);
        });
    }

    private void record(Session session, String act, Caller caller) {
        Fact fact = Fact.success(act).with("by", "mailbox");
        audit.record(
                session.account(), fact.in(session.id()).on(session.device()).from(caller));
    }
}
