package dev.sallyport.withdrawal;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.WithdrawalAnswer;
import dev.sallyport.wire.WithdrawalTerms;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// What services ask to leave an account, how it stands, and taking it back.
@Component
class Withdrawals {
    private static final int NONCE_BYTES = 16;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final WithdrawalStore store;
    private final SumStore sums;
    private final TermsVault vault;
    private final Deciding deciding;
    private final Telling telling;
    private final WithdrawalNews news;
    private final Moments moments;

    Withdrawals(
            WithdrawalStore store,
            SumStore sums,
            TermsVault vault,
            Deciding deciding,
            Telling telling,
            WithdrawalNews news,
            Moments moments) {
        this.store = store;
        this.sums = sums;
        this.vault = vault;
        this.deciding = deciding;
        this.telling = telling;
        this.news = news;
        this.moments = moments;
    }

    /// Transactions, and the time in them.
    @Component
    record Moments(Tx tx, MoneyClock clock) {}

    /// Decides what is asked for, once for each key of a service: the same key and the same request get
    /// the first answer again (R-TX-3).
    ///
    /// @throws Refused `KEY_REUSED` when the key belongs to another request
    WithdrawalAnswer ask(Asked asked, String key, Service service, Caller caller) {
        byte[] keyHash = Tokens.hash(key);
        byte[] askedHash = Tokens.hash(JSON.writeValueAsString(asked.request()));
        return moments.tx().run(() -> {
            Instant now = moments.clock().now();
            var used = new Used(asked.account(), service.name(), keyHash, askedHash);
            Optional<WithdrawalAnswer> before = again(used, now);
            if (before.isPresent()) {
                return before.get();
            }
            Withdrawal one = decided(asked, service, now);
            WithdrawalAnswer bare = telling.bare(one, now);
            if (!store.insert(new WithdrawalStore.First(one, keyHash, askedHash, JSON.writeValueAsString(bare)))) {
                return again(used, now).orElseThrow();
            }
            news.asked(one, caller);
            return one.state() == State.APPROVED ? telling.signed(bare, one) : bare;
        });
    }

    /// A key of a service, and what it asks for with it.
    private record Used(AccountId account, String service, byte[] keyHash, byte[] askedHash) {}

    /// The first answer; what was approved then only as it stands now, since it may be over.
    private Optional<WithdrawalAnswer> again(Used used, Instant now) {
        return store.answered(used.account(), used.service(), used.keyHash()).map(first -> {
            if (!Tokens.same(first.askedHash(), used.askedHash())) {
                throw new Refused(ErrorCode.KEY_REUSED, "the key was used for another withdrawal of the account");
            }
            WithdrawalAnswer answer = JSON.readValue(first.answer(), WithdrawalAnswer.class);
            return answer.decision().equals("approved")
                    ? telling.of(store.find(used.account(), first.id()).orElseThrow(), now)
                    : answer;
        });
    }

    private Withdrawal decided(Asked asked, Service service, Instant now) {
        AccountId account = asked.account();
        byte[] payee = vault.payee(account, asked.request());
        var question = new Deciding.Question(asked, payee, sums.readWithOpen(account, now), false, now);
        Decision decision = deciding.decide(question, now);
        String nonce = Tokens.encode(Tokens.random(NONCE_BYTES));
        UUID id = Uuid7.at(now.toEpochMilli());
        byte[] closed = vault.close(account, nonce, asked.request());
        var one = new Withdrawal(
                account,
                id,
                service.name(),
                asked.exit(),
                asked.asset(),
                asked.value(),
                payee,
                closed,
                null,
                State.HELD,
                decision.demand(),
                decision.reasons(),
                false,
                now,
                null,
                null,
                now);
        return opened(one, false, decision, now);
    }

    /// The same where the decision puts it.
    private Withdrawal opened(Withdrawal one, boolean waited, Decision decision, Instant now) {
        if (decision.isHeld()) {
            return at(one, State.HELD, waited, decision, Objects.requireNonNull(decision.until()));
        }
        return switch (decision.demand()) {
            case REFUSE, HOLD ->
                at(one, State.REFUSED, waited, decision, Objects.requireNonNullElse(decision.until(), now));
            case CONFIRM, TWO_PEOPLE -> at(one, State.CONFIRM, waited, decision, now.plus(Withdrawal.LIFE));
            case NONE -> at(one, State.APPROVED, waited, decision, now.plus(Withdrawal.LIFE));
        };
    }

    private Withdrawal at(Withdrawal one, State state, boolean waited, Decision decision, Instant until) {
        WithdrawalTerms terms = vault.open(one, until);
        return new Withdrawal(
                one.account(),
                one.id(),
                one.service(),
                one.exit(),
                one.asset(),
                one.value(),
                one.payee(),
                one.termsClosed(),
                state.isOpen() ? terms.digest() : null,
                state,
                decision.demand(),
                decision.reasons(),
                waited,
                until,
                state == State.APPROVED ? UUID.randomUUID() : null,
                null,
                one.createdAt());
    }

    /// How it stands. What was held and has had its time is decided anew, and opened.
    Optional<WithdrawalAnswer> find(UUID id, Service service) {
        Instant now = moments.clock().now();
        return store.find(service.name(), id).map(one -> telling.of(current(one, now), now));
    }

    /// The same withdrawal as it stands now, which whoever looks at it gets, by page or by program: what was held and
    /// has had its time is decided anew; what is open waits, or ends, once something stands in its way.
    Withdrawal current(Withdrawal one, Instant now) {
        return switch (one.state()) {
            case HELD -> now.isBefore(one.until()) ? moments.tx().run(() -> held(one, now)) : decidedAnew(one, now);
            case CONFIRM, SECOND, APPROVED -> one.isOpen(now) ? moments.tx().run(() -> open(one, now)) : one;
            case REDEEMED, REFUSED, DECLINED, CANCELLED -> one;
        };
    }

    private Withdrawal decidedAnew(Withdrawal one, Instant now) {
        return moments.tx().run(() -> {
            boolean waited = one.waited() || one.demand() == Demand.HOLD;
            var question = new Deciding.Question(
                    asked(one), one.payee(), sums.readWithOpen(one.account(), now), waited, one.createdAt());
            return moved(one, opened(one, waited, deciding.decide(question, now), now));
        });
    }

    private Asked asked(Withdrawal one) {
        return Asked.read(vault.open(one).request());
    }

    /// A hold or lock that came since then, and ends later.
    private Withdrawal held(Withdrawal one, Instant now) {
        return deciding.closed(asked(one), now)
                .filter(closed -> closed.isHeld()
                        && Objects.requireNonNull(closed.until()).isAfter(one.until()))
                .map(closed -> moved(one, waiting(one, closed)))
                .orElse(one);
    }

    /// What nobody has confirmed waits for the end of what holds it; an approval is void, as it is when it is redeemed.
    private Withdrawal open(Withdrawal one, Instant now) {
        Optional<Decision> closed = deciding.closed(asked(one), now);
        if (closed.isEmpty()) {
            return one;
        }
        Decision decision = closed.get();
        if (decision.isHeld() && one.state() != State.APPROVED) {
            return moved(one, waiting(one, decision));
        }
        if (store.end(one, State.REFUSED, Set.of(one.state()), decision.reasons())) {
            news.voidedOnSight(one, String.join(" ", decision.reasons()));
        }
        return again(one);
    }

    private Withdrawal waiting(Withdrawal one, Decision closed) {
        Instant until = Objects.requireNonNull(closed.until());
        return at(one, State.HELD, one.waited(), new Decision(one.demand(), until, closed.reasons()), until);
    }

    private Withdrawal moved(Withdrawal was, Withdrawal next) {
        if (!store.move(was, next)) {
            return again(was);
        }
        news.opened(next);
        return next;
    }

    private Withdrawal again(Withdrawal one) {
        return store.find(one.account(), one.id()).orElseThrow();
    }

    /// Taken back by the service, as long as it was not redeemed.
    ///
    /// @return false where there is nothing to take back any more
    boolean cancel(UUID id, Service service, Caller caller) {
        Withdrawal one = store.find(service.name(), id)
                .orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such withdrawal of this service"));
        if (one.state() == State.CANCELLED) {
            return true;
        }
        return moments.tx().run(() -> {
            boolean ended = store.end(
                    one, State.CANCELLED, Set.of(State.CONFIRM, State.SECOND, State.HELD, State.APPROVED), List.of());
            if (ended) {
                news.cancelled(one, caller);
            }
            return ended;
        });
    }
}
