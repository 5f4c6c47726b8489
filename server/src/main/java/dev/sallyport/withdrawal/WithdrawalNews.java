package dev.sallyport.withdrawal;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
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
        Fact fact = switch (one.state()) {
            case REFUSED -> Fact.failure("withdrawal.refused");
            case HELD -> Fact.success("withdrawal.held");
            case APPROVED -> Fact.success("withdrawal.approved");
            case CONFIRM, SECOND, REDEEMED, DECLINED, CANCELLED -> Fact.success("withdrawal.asked");
        };
        audit.record(one.account(), of(fact, one).from(service));
    }

    /// What was held has had its time.
    void opened(Withdrawal one) {
        audit.record(
                one.account(),
                of(
                        one.state() == State.REFUSED
                                ? Fact.failure("withdrawal.refused")
                                : Fact.success("withdrawal.opened"),
                        one));
    }

    void cancelled(Withdrawal one, Caller service) {
        audit.record(
                one.account(), of(Fact.success("withdrawal.cancelled"), one).from(service));
    }

    /// @param second whether the second person is still to come
    void confirmed(Withdrawal one, WithdrawalTerms terms, Session session, boolean second, Caller caller) {
        if (!second) {
            reach.all(one.account(), "withdrawal.approved", values(terms), caller);
        }
        Fact fact = second ? Fact.success("withdrawal.confirmed") : Fact.success("withdrawal.approved");
        audit.record(
                one.account(),
                of(fact, one).in(session.id()).on(session.device()).from(caller));
    }

    void declined(Withdrawal one, Session session, Caller caller) {
        audit.record(
                one.account(),
                of(Fact.failure("withdrawal.declined"), one)
                        .in(session.id())
                        .on(session.device())
                        .from(caller));
    }

    /// After too many wrong codes all begins anew, and the owner is told: it may not be he who guesses.
    void givenUp(Withdrawal one, WithdrawalTerms terms, Session session, Caller caller) {
        reach.all(one.account(), "withdrawal.given-up", values(terms), caller);
        audit.record(
                one.account(),
                of(Fact.failure("withdrawal.given-up"), one)
                        .in(session.id())
                        .on(session.device())
                        .from(caller));
    }

    void redeemed(Withdrawal one, Caller service) {
        audit.record(one.account(), of(Fact.success("withdrawal.redeemed"), one).from(service));
    }

    /// What was approved does not happen.
    void voided(Withdrawal one, String reason, Caller service) {
        audit.record(
                one.account(),
                of(Fact.failure("withdrawal.voided"), one)
                        .with("reason", reason)
                        .from(service));
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
