package dev.sallyport.withdrawal;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.who.Caller;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.WithdrawalRedeemed;
import dev.sallyport.wire.WithdrawalRedemption;
import dev.sallyport.wire.WithdrawalTerms;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The last gate, right before the money moves: everything is looked at again, in one serialisable
/// transaction with the use of the approval and the sums that it counts into (TX-9, A55, A56). What
/// changes between the approval and here, changes the answer.
@Component
class Redemptions {
    private static final Set<State> ALIVE = Set.of(State.CONFIRM, State.SECOND, State.APPROVED);

    private final WithdrawalStore store;
    private final SumStore sums;
    private final TermsVault vault;
    private final Deciding deciding;
    private final Approval approval;
    private final WithdrawalNews news;
    private final Withdrawals.Moments moments;

    Redemptions(
            WithdrawalStore store,
            SumStore sums,
            TermsVault vault,
            Deciding deciding,
            Approval approval,
            WithdrawalNews news,
            Withdrawals.Moments moments) {
        this.store = store;
        this.sums = sums;
        this.vault = vault;
        this.deciding = deciding;
        this.approval = approval;
        this.news = news;
        this.moments = moments;
    }

    /// What came of it.
    sealed interface Outcome {
        /// Now, and once; or again for the key that it was redeemed with.
        record Redeemed(WithdrawalRedeemed answer) implements Outcome {}

        /// It does not happen; an approval that there was is void.
        ///
        /// @param reasons as codes
        record Voided(Withdrawal withdrawal, List<String> reasons) implements Outcome {}

        /// There is no approval that could be used, or this is not it.
        record Not(String why) implements Outcome {}
    }

    /// @param service who redeems: the one that asked, or there is nothing to redeem
    Outcome redeem(UUID id, WithdrawalRedemption shown, String key, Service service, Caller caller) {
        byte[] keyHash = Tokens.hash(key);
        String text = Objects.requireNonNullElse(shown.approval(), "");
        return moments.tx().serializable(() -> {
            Withdrawal one = store.find(service.name(), id)
                    .orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such withdrawal of this service"));
            WithdrawalTerms terms = vault.open(one);
            Optional<UUID> number = one.isOf(terms) ? approval.read(text, one) : Optional.empty();
            if (number.isEmpty()) {
                return new Outcome.Not("no approval of this withdrawal");
            }
            boolean isSame = terms.request().equals(shown.request());
            if (one.state() == State.REDEEMED) {
                return store.redeemedBy(one, keyHash)
                        .filter(at -> isSame)
                        .<Outcome>map(at -> redeemed(one, at, true))
                        .orElseGet(() -> new Outcome.Not("redeemed before"));
            }
            Instant now = moments.clock().now();
            if (one.state() != State.APPROVED || !one.isOpen(now)) {
                return new Outcome.Not("not approved now");
            }
            return isSame
                    ? decided(one, terms, number.get(), keyHash, now, caller)
                    : voided(one, List.of("changed-request"), caller);
        });
    }

    private Outcome decided(
            Withdrawal one, WithdrawalTerms terms, UUID number, byte[] keyHash, Instant now, Caller caller) {
        var question = new Deciding.Question(
                Asked.read(terms.request()), one.payee(), sums.read(one.account(), now), one.waited(), one.createdAt());
        Decision decision = deciding.decide(question, now);
        if (!decision.isCoveredBy(one.demand())) {
            return voided(one, decision.reasons(), caller);
        }
        if (!store.redeem(one, number, keyHash, now)) {
            return new Outcome.Not("used at the same moment");
        }
        sums.add(one, now);
        news.redeemed(one, caller);
        deciding.mustStillHold(one.account());
        return redeemed(one, now, false);
    }

    private Outcome voided(Withdrawal one, List<String> reasons, Caller caller) {
        if (store.end(one, State.REFUSED, ALIVE, reasons)) {
            news.voided(one, String.join(" ", reasons), caller);
        }
        return new Outcome.Voided(one, reasons);
    }

    private static Outcome redeemed(Withdrawal one, Instant at, boolean again) {
        return new Outcome.Redeemed(new WithdrawalRedeemed(
                one.id().toString(), Tokens.encode(Objects.requireNonNull(one.requestHash())), at, again));
    }
}
