package dev.sallyport.withdrawal;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.Caller;
import dev.sallyport.wire.WithdrawalTerms;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Whoever reads the second mailbox: he sees what its holder has confirmed, by a link that is good for this one alone,
/// and says yes or no by a button. Opening the link does nothing.
@Component
class MailApprovals {
    private final MailboxStore mailboxes;
    private final WithdrawalStore store;
    private final Withdrawals withdrawals;
    private final TermsVault vault;
    private final WithdrawalNews news;
    private final Withdrawals.Moments moments;

    MailApprovals(
            MailboxStore mailboxes,
            WithdrawalStore store,
            Withdrawals withdrawals,
            TermsVault vault,
            WithdrawalNews news,
            Withdrawals.Moments moments) {
        this.mailboxes = mailboxes;
        this.store = store;
        this.withdrawals = withdrawals;
        this.vault = vault;
        this.news = news;
        this.moments = moments;
    }

    /// Empty for a link that is none of ours, or that counts no more.
    Optional<Approvals.Look> look(String token) {
        Instant now = moments.clock().now();
        return mailboxes
                .asked(Tokens.hash(token))
                .flatMap(waiting -> store.find(waiting.account(), waiting.withdrawal()))
                .map(one -> withdrawals.current(one, now))
                .map(one -> new Approvals.Look(one, vault.open(one), now, true));
    }

    /// @param seen the hash of what was shown
    /// @return false when there is nothing to confirm any more, or not what was shown
    boolean approve(String token, String seen, Caller caller) {
        return moments.tx().run(() -> {
            Optional<Approvals.Look> look =
                    look(token).filter(Approvals.Look::asksForProof).filter(one -> isSeen(one.terms(), seen));
            boolean done = look.isPresent()
                    && mailboxes.confirm(
                            look.get().withdrawal(),
                            Tokens.hash(token),
                            UUID.randomUUID(),
                            look.get().now());
            if (done) {
                news.confirmedByMailbox(look.get(), caller);
            } else {
                news.refusedStep();
            }
            return done;
        });
    }

    private static boolean isSeen(WithdrawalTerms terms, String seen) {
        return Tokens.same(terms.hash().getBytes(StandardCharsets.UTF_8), seen.getBytes(StandardCharsets.UTF_8));
    }

    /// @return false when it is too late
    boolean decline(String token) {
        return moments.tx().run(() -> {
            Optional<Approvals.Look> look = look(token);
            boolean done = look.isPresent()
                    && store.end(look.get().withdrawal(), State.DECLINED, Set.of(State.SECOND), List.of());
            if (done) {
                news.declinedByMailbox(look.get());
            }
            return done;
        });
    }
}
