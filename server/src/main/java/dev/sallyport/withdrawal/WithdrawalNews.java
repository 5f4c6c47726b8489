package dev.sallyport.withdrawal;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import dev.sallyport.wire.WithdrawalTerms;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What happened to a withdrawal: for the record, from which services are told, and for its holder by
/// every address of his. In the caller's transaction.
@Component
class WithdrawalNews {
    private final Audit audit;
    private final Reach reach;

    WithdrawalNews(Audit audit, Reach reach) {
        this.audit = audit;
        this.reach = reach;
    }

    void asked(Withdrawal one, Caller service) {
        audit.record(one.account(), of(decided(one, "withdrawal.asked"), one).from(service));
    }

    /// What was held has had its time and was decided anew, or is held from now on.
    void opened(Withdrawal one) {
        audit.record(one.account(), of(decided(one, "withdrawal.opened"), one));
    }

    /// @param waits the fact that it waits for its holder now
    private static Fact decided(Withdrawal one, String waits) {
        return switch (one.state()) {
            case REFUSED -> Fact.failure("withdrawal.refused");
            case HELD -> Fact.success("withdrawal.held");
            case APPROVED -> Fact.success("withdrawal.approved");
            case CONFIRM, SECOND, REDEEMED, DECLINED, CANCELLED -> Fact.success(waits);
        };
    }

    void cancelled(Withdrawal one, Caller service) {
        audit.record(
                one.account(), of(Fact.success("withdrawal.cancelled"), one).from(service));
    }

    /// By the holder, or by the second person after him.
    void confirmed(Approvals.Look look, Session session, Caller caller) {
        Withdrawal one = look.withdrawal();
        boolean waits = !look.asSecond() && one.demand() == Demand.TWO_PEOPLE;
        if (!waits) {
            reach.all(one.account(), "withdrawal.approved", values(look.terms()), caller);
        }
        Fact fact = waits ? Fact.success("withdrawal.confirmed") : Fact.success("withdrawal.approved");
        record(look, fact, session, caller);
    }

    /// Tells the second person that something waits for him; the mail holds no link that others could
    /// copy.
    void askedSecond(AccountId person, WithdrawalTerms terms) {
        reach.all(person, "withdrawal.second-asked", values(terms));
    }

    /// By the second mailbox, after the holder.
    void confirmedByMailbox(Approvals.Look look, Caller caller) {
        reach.all(look.withdrawal().account(), "withdrawal.approved", values(look.terms()), caller);
        byMailbox(look, Fact.success("withdrawal.approved"));
    }

    void declinedByMailbox(Approvals.Look look) {
        byMailbox(look, Fact.failure("withdrawal.declined"));
    }

    private void byMailbox(Approvals.Look look, Fact fact) {
        audit.record(look.withdrawal().account(), of(fact, look.withdrawal()).with("by", "second-mailbox"));
    }

    void declined(Approvals.Look look, Session session, Caller caller) {
        record(look, Fact.failure("withdrawal.declined"), session, caller);
    }

    /// After too many wrong codes all begins anew, and the owner is told: it may not be he who guesses.
    void givenUp(Approvals.Look look, Session session, Caller caller) {
        reach.all(look.withdrawal().account(), "withdrawal.given-up", values(look.terms()), caller);
        record(look, Fact.failure("withdrawal.given-up"), session, caller);
    }

    /// In the owner's record; the second person's session is none of his.
    private void record(Approvals.Look look, Fact fact, Session session, Caller caller) {
        Fact whole = of(fact, look.withdrawal()).with("by", look.asSecond() ? "second-person" : "holder");
        audit.record(
                look.withdrawal().account(),
                look.asSecond()
                        ? whole
                        : whole.in(session.id()).on(session.device()).from(caller));
    }

    void redeemed(Withdrawal one, Caller service) {
        audit.record(one.account(), of(Fact.success("withdrawal.redeemed"), one).from(service));
    }

    /// What was approved does not happen.
    void voided(Withdrawal one, String reason, Caller service) {
        audit.record(one.account(), voided(one, reason).from(service));
    }

    /// The same, seen by whoever looked at it.
    void voidedOnSight(Withdrawal one, String reason) {
        audit.record(one.account(), voided(one, reason));
    }

    private static Fact voided(Withdrawal one, String reason) {
        return of(Fact.failure("withdrawal.voided"), one).with("reason", reason);
    }

    /// Somebody tried a step that is not open.
    void refusedStep() {
        audit.refused("withdrawal.step-refused");
    }

    private static Fact of(Fact fact, Withdrawal one) {
        return fact.with("withdrawal", one.id().toString())
                .with("exit", one.exit().label())
                .with("asset", one.asset())
                .with("reasons", String.join(" ", one.reasons()));
    }

    /// The destination by its ends: the whole of it stays out of mails.
    private static Map<String, String> values(WithdrawalTerms terms) {
        return Map.of(
                "amount",
                terms.request().amount() + " " + terms.request().asset(),
                "payee",
                Grouped.ends(String.valueOf(terms.request().destination())));
    }
}
