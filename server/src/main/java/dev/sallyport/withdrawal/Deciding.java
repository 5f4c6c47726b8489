package dev.sallyport.withdrawal;

import dev.sallyport.account.Proofs;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.stepup.Ways;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Decides a withdrawal, when it is asked for and again when it is redeemed, by the same rules.
@Component
class Deciding {
    private static final Duration CHANGE_COUNTS = Duration.ofDays(7);

    private final Policy policy;
    private final Gate gate;
    private final WithdrawalStore store;
    private final Proofs proofs;
    private final Ways ways;
    private final SecondPeople seconds;

    Deciding(Policy policy, Gate gate, WithdrawalStore store, Proofs proofs, Ways ways, SecondPeople seconds) {
        this.policy = policy;
        this.gate = gate;
        this.store = store;
        this.proofs = proofs;
        this.ways = ways;
        this.seconds = seconds;
    }

    /// @param payee as [TermsVault] knows the destination
    /// @param sums what has left before
    /// @param waited it has been held for its time
    record Question(Asked asked, byte[] payee, Sums sums, boolean waited, Instant askedAt) {}

    /// What stands in the way whatever the policy says; empty for nothing. In the caller's transaction.
    Optional<Decision> closed(Asked asked, Instant now) {
        return gate.closed(asked, now);
    }

    /// In the caller's transaction.
    Decision decide(Question question, Instant now) {
        Asked asked = question.asked();
        Optional<Decision> closed = gate.closed(asked, now);
        if (closed.isPresent() && closed.get().demand() == Demand.REFUSE) {
            return closed.get();
        }
        Decision taken = byPolicy(question, now);
        if (taken.demand() == Demand.REFUSE) {
            return taken;
        }
        boolean isConfirmed = taken.demand() != Demand.NONE;
        if (isConfirmed && ways.forMoney(asked.account()).isEmpty()) {
            return Decision.refused("no-strong-proof");
        }
        if (taken.demand() == Demand.TWO_PEOPLE && !seconds.isAnybody(asked.account(), now)) {
            return Decision.refused("approver-missing");
        }
        return closed.map(held -> later(held, taken)).orElse(taken);
    }

    /// The last step of a redemption: what was decided by is still so.
    void mustStillHold(AccountId account) {
        gate.mustStillBeOpen(account);
    }

    private Decision byPolicy(Question question, Instant now) {
        Asked asked = question.asked();
        var one = new Case(
                asked.exit(),
                asked.asset(),
                asked.value(),
                question.sums(),
                !store.hasPaid(asked.account(), question.payee(), now.minus(Sums.YOUNG)),
                gate.isNewDevice(asked),
                proofs.changedSince(asked.account(), now.minus(CHANGE_COUNTS), true));
        Policy.Verdict verdict = policy.judge(one, question.waited());
        if (verdict.demand() == Demand.REFUSE && verdict.by().isEmpty()) {
            return Decision.refused("no-line");
        }
        return new Decision(
                verdict.demand(),
                verdict.demand() == Demand.HOLD ? question.askedAt().plus(Withdrawal.HOLD) : null,
                verdict.by().stream().map(Measure::label).toList());
    }

    /// What the gate holds and what the policy asks for, together: the later end, and the gravest
    /// demand.
    private static Decision later(Decision held, Decision taken) {
        Instant one = Objects.requireNonNull(held.until());
        Instant other = taken.until();
        var reasons = new ArrayList<>(held.reasons());
        if (other != null) {
            reasons.addAll(taken.reasons());
        }
        return new Decision(taken.demand(), other == null || one.isAfter(other) ? one : other, reasons);
    }
}
