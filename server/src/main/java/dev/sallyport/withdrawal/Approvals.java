package dev.sallyport.withdrawal;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.Session;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.WithdrawalTerms;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The holder's side: he sees what would happen and confirms exactly that, or says no.
@Component
class Approvals {
    private static final Set<State> OPEN = Set.of(State.CONFIRM, State.SECOND, State.HELD, State.APPROVED);

    private final WithdrawalStore store;
    private final Withdrawals withdrawals;
    private final TermsVault vault;
    private final Proof proof;
    private final SecondPeople seconds;
    private final WithdrawalNews news;
    private final Withdrawals.Moments moments;

    Approvals(
            WithdrawalStore store,
            Withdrawals withdrawals,
            TermsVault vault,
            Proof proof,
            SecondPeople seconds,
            WithdrawalNews news,
            Withdrawals.Moments moments) {
        this.store = store;
        this.withdrawals = withdrawals;
        this.vault = vault;
        this.proof = proof;
        this.seconds = seconds;
        this.news = news;
        this.moments = moments;
    }

    /// @param now by which it is open or not
    /// @param asSecond whether the second person looks, and not the holder
    record Look(Withdrawal withdrawal, WithdrawalTerms terms, Instant now, boolean asSecond) {
        boolean asksForProof() {
            State due = asSecond ? State.SECOND : State.CONFIRM;
            return withdrawal.state() == due && withdrawal.isOpen(now) && withdrawal.isOf(terms);
        }
    }

    Instant now() {
        return moments.clock().now();
    }

    /// One of this account's, or one that it is the second person of; nobody else's is there (A72).
    Optional<Look> look(AccountId account, UUID id) {
        Instant now = now();
        return store.find(account, id)
                .map(one -> look(withdrawals.current(one, now), now, false))
                .or(() -> store.findAsSecond(account, id).map(one -> look(withdrawals.current(one, now), now, true)));
    }

    private Look look(Withdrawal one, Instant now, boolean asSecond) {
        return new Look(one, vault.open(one), now, asSecond);
    }

    /// What waits for this account as the second person.
    List<Look> waitingFor(AccountId person) {
        Instant now = now();
        return store.waitingFor(person, now).stream()
                .map(one -> withdrawals.current(one, now))
                .filter(one -> one.state() == State.SECOND)
                .map(one -> look(one, now, true))
                .toList();
    }

    /// What the holder sends with the form.
    ///
    /// @param seen the hash of what he was shown
    /// @param amount typed again, with a code
    record Answer(String seen, String passkey, Secret code, String amount) {}

    /// What came of it.
    sealed interface Outcome {
        record Approved() implements Outcome {}

        /// Nothing was used up, and it can be tried again.
        record Wrong(Mistakes mistakes) implements Outcome {}

        /// There is nothing to confirm any more, or not what was shown.
        record Over() implements Outcome {}

        /// Too many wrong codes: all begins anew.
        record GivenUp() implements Outcome {}
    }

    Outcome confirm(Session session, UUID id, Answer answer, Caller caller) {
        moments.tx().mustNotBeOpen();
        Optional<Look> found =
                look(session.account(), id).filter(Look::asksForProof).filter(look -> isSeen(look.terms(), answer));
        if (found.isEmpty()) {
            news.refusedStep();
            return new Outcome.Over();
        }
        Look look = found.get();
        Kind kind = proof.kind(session.account());
        if (kind == Kind.PASSKEY) {
            return given(look, proof.passkey(session, look.terms(), answer.passkey(), caller), session, caller);
        }
        if (kind != Kind.TOTP) {
            return new Outcome.Wrong(Mistakes.in("code", "withdrawal.mistake.no-proof"));
        }
        // Before the code, which is good once.
        if (!Decimal.isTyped(
                answer.amount(),
                new BigDecimal(String.valueOf(look.terms().request().amount())))) {
            return new Outcome.Wrong(Mistakes.in("amount", "withdrawal.mistake.typed-amount"));
        }
        return given(look, proof.code(session, look.terms(), answer.code(), caller), session, caller);
    }

    private static boolean isSeen(WithdrawalTerms terms, Answer answer) {
        return Tokens.same(
                terms.hash().getBytes(StandardCharsets.UTF_8), answer.seen().getBytes(StandardCharsets.UTF_8));
    }

    private Outcome given(Look look, Proof.Given given, Session session, Caller caller) {
        return switch (given) {
            case Proof.Given.Right right -> confirmed(look, right, session, caller);
            case Proof.Given.WrongPasskey wrong ->
                new Outcome.Wrong(Mistakes.in("passkey", "withdrawal.mistake.passkey"));
            case Proof.Given.WrongCode wrong -> wrongCode(look, session, caller);
            // A double click: whichever came first decides, and the page shows it.
            case Proof.Given.Repeated repeated -> new Outcome.Over();
        };
    }

    private Outcome confirmed(Look look, Proof.Given.Right right, Session session, Caller caller) {
        Withdrawal one = look.withdrawal();
        byte[] evidence = vault.closeEvidence(one.account(), right.evidence());
        return moments.tx().run(() -> {
            // A hold or lock may have come since it was looked at.
            if (withdrawals.current(one, now()).state() != one.state()) {
                return new Outcome.Over();
            }
            boolean done = look.asSecond()
                    ? store.confirmSecond(one, session.account(), evidence, UUID.randomUUID(), now())
                    : confirm(one, right.by(), evidence);
            if (!done) {
                news.refusedStep();
                return new Outcome.Over();
            }
            news.confirmed(look, session, caller);
            store.find(one.account(), one.id())
                    .flatMap(Withdrawal::secondPerson)
                    .filter(person -> !look.asSecond())
                    .ifPresent(person -> news.askedSecond(person, look.terms()));
            return new Outcome.Approved();
        });
    }

    private boolean confirm(Withdrawal one, String by, byte[] evidence) {
        Instant now = now();
        boolean takesTwo = one.demand() == Demand.TWO_PEOPLE;
        Optional<AccountId> second = takesTwo ? seconds.inForce(one.account(), now) : Optional.empty();
        if (takesTwo && second.isEmpty()) {
            return false;
        }
        UUID approval = takesTwo ? null : UUID.randomUUID();
        return store.confirm(one, new WithdrawalStore.Confirmation(by, evidence, approval, second.orElse(null)), now);
    }

    private Outcome wrongCode(Look look, Session session, Caller caller) {
        Withdrawal one = look.withdrawal();
        return moments.tx().run(() -> {
            int wrong = store.wrongCode(one.account(), one.id()).orElse(Withdrawal.MOST_WRONG);
            if (wrong < Withdrawal.MOST_WRONG) {
                return new Outcome.Wrong(Mistakes.in("code", "withdrawal.mistake.code"));
            }
            if (store.end(one, State.REFUSED, Set.of(State.CONFIRM, State.SECOND), List.of("too-many-codes"))) {
                news.givenUp(look, session, caller);
            }
            return new Outcome.GivenUp();
        });
    }

    /// The holder says no, also to what he has confirmed and what is not redeemed yet; the second
    /// person as long as it waits for him.
    ///
    /// @return false when it is too late
    boolean decline(Session session, UUID id, Caller caller) {
        Look look = look(session.account(), id).orElseThrow(Approvals::unknown);
        Set<State> from = look.asSecond() ? Set.of(State.SECOND) : OPEN;
        return moments.tx().run(() -> {
            boolean ended = store.end(look.withdrawal(), State.DECLINED, from, List.of());
            if (ended) {
                news.declined(look, session, caller);
            }
            return ended;
        });
    }

    static Refused unknown() {
        return new Refused(ErrorCode.NOT_FOUND, "no such withdrawal of this account");
    }
}
