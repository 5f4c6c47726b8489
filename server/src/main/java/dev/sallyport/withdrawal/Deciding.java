package dev.sallyport.withdrawal;

import dev.sallyport.account.Proofs;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.session.Devices;
import dev.sallyport.session.Session;
import dev.sallyport.session.Sessions;
import dev.sallyport.stepup.Ways;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Decides a withdrawal, when it is asked for and again when it is redeemed, by the same rules.
@Component
class Deciding {
    private static final Duration CHANGE_COUNTS = Duration.ofDays(7);

    private final Policy policy;
    private final Gate gate;
    private final WithdrawalStore store;
    private final Sessions sessions;
    private final Devices devices;
    private final Proofs proofs;
    private final Ways ways;

    Deciding(
            Policy policy,
            Gate gate,
            WithdrawalStore store,
            Sessions sessions,
            Devices devices,
            Proofs proofs,
            Ways ways) {
        this.policy = policy;
        this.gate = gate;
        this.store = store;
        this.sessions = sessions;
        this.devices = devices;
        this.proofs = proofs;
        this.ways = ways;
    }

    /// @param payee as [TermsVault] knows the destination
    /// @param sums what has left before
    /// @param waited it has been held for its time
    record Question(Asked asked, byte[] payee, Sums sums, boolean waited, Instant askedAt) {}

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
        return closed.map(held -> later(held, taken)).orElse(taken);
    }

    private Decision byPolicy(Question question, Instant now) {
        Asked asked = question.asked();
        var one = new Case(
                asked.exit(),
                asked.asset(),
                asked.value(),
                question.sums(),
                !store.hasPaid(asked.account(), question.payee()),
                isNewDevice(asked),
                proofs.changedSince(asked.account(), now.minus(CHANGE_COUNTS), true));
        Policy.Verdict verdict = policy.judge(one, question.waited());
        return new Decision(
                verdict.demand(),
                verdict.demand() == Demand.HOLD ? question.askedAt().plus(Withdrawal.HOLD) : null,
                verdict.by().stream().map(Measure::label).toList());
    }

    /// A program has no device; what it may do stands with its key.
    private boolean isNewDevice(Asked asked) {
        SessionId id = asked.session();
        return id != null
                && sessions.live(asked.account(), id)
                        .map(Session::device)
                        .filter(device -> devices.isSettled(asked.account(), device))
                        .isEmpty();
    }

    /// What the gate holds and what the policy asks for, together: the later end, and the gravest
    /// demand.
    private static Decision later(Decision held, Decision taken) {
        Instant one = java.util.Objects.requireNonNull(held.until());
        Instant other = taken.until();
        var reasons = new java.util.ArrayList<>(held.reasons());
        if (other != null) {
            reasons.addAll(taken.reasons());
        }
        return new Decision(taken.demand(), other == null || one.isAfter(other) ? one : other, reasons);
    }
}
