package dev.sallyport.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.HoldCause;
import dev.sallyport.account.Holds;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.WithdrawalAnswer;
import dev.sallyport.wire.WithdrawalRedemption;
import dev.sallyport.wire.WithdrawalRequest;
import dev.sallyport.withdrawal.Sums.Grain;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import org.assertj.core.api.SoftAssertions;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Whatever is asked, redeemed, taken back, held and left to expire, in whatever order, alone or side by side, on two
/// nodes: the sums hold, and no limit is overshot.
class LimitsTest {
    /// The shipped table: without a proof, which this account does not have, no more is exchanged within a day.
    private static final BigDecimal MOST = new BigDecimal(10_000);

    private static final int MOST_AN_HOUR = 10;
    private static final TestNode OTHER = TestNode.shared().twin();
    private static final Caller CALLER = new Caller("203.0.113.9", "service test", null);
    private static final Service SERVICE = new Service("test", Set.of("*"));

    private record Open(WithdrawalAnswer answer, WithdrawalRequest request) {}

    /// What should be true of one account, beside what is.
    static final class Model {
        private final TestNode node = TestNode.shared();
        private final String account = Holder.signUp(node).account();
        private final List<Open> open = new ArrayList<>();
        private final List<Open> over = new ArrayList<>();
        private BigDecimal left = BigDecimal.ZERO;
        private int times;
        private boolean held;
        private int waits;

        /// Whoever comes is served by one node or the other.
        private TestNode any(int number) {
            return number % 2 == 0 ? node : OTHER;
        }

        private Open ask(int value, int number) {
            var request = new WithdrawalRequest(
                    account,
                    "convert",
                    value % 2 == 0 ? "BTC" : "EUR",
                    "internal",
                    "1",
                    Integer.toString(value),
                    "0",
                    "own",
                    null,
                    "203.0.113.9",
                    null,
                    "Bot");
            var answer = any(number)
                    .bean(Withdrawals.class)
                    .ask(Asked.read(request), UUID.randomUUID().toString(), SERVICE, CALLER);
            return new Open(answer, request);
        }

        private void askAtOnce(int value, int threads) {
            BigDecimal all = left.add(waiting()).add(BigDecimal.valueOf(value));
            int before = open.size();
            for (Open one : Race.of(threads, i -> (Callable<Open>) () -> ask(value, i))) {
                if (one.answer().decision().equals("approved")) {
                    open.add(one);
                } else {
                    assertThat(one.answer().decision()).isIn("refused", held ? "held" : "refused");
                }
            }
            // Alone it is decided by all that has left and all that may still leave.
            if (threads == 1) {
                boolean fits = !held && all.compareTo(MOST) <= 0 && times + before < MOST_AN_HOUR;
                assertThat(open.size() - before).isEqualTo(fits ? 1 : 0);
            }
        }

        private BigDecimal waiting() {
            return open.stream()
                    .map(one -> new BigDecimal(String.valueOf(one.request().value())))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private boolean redeem(Open one, int number) {
            var shown = new WithdrawalRedemption(one.answer().approval(), one.request());
            return any(number)
                            .bean(Redemptions.class)
                            .redeem(
                                    UUID.fromString(one.answer().id()),
                                    shown,
                                    UUID.randomUUID().toString(),
                                    SERVICE,
                                    CALLER)
                    instanceof Redemptions.Outcome.Redeemed;
        }

        /// Each of these twice, all at once.
        private void redeemAtOnce(int most) {
            List<Open> these = List.copyOf(open.subList(0, Math.min(most, open.size())));
            if (these.isEmpty()) {
                return;
            }
            List<Boolean> done = Race.of(these.size() * 2, i -> (Callable<Boolean>) () -> redeem(these.get(i / 2), i));
            assertThat(held && done.contains(true)).as("past a hold").isFalse();
            for (int i = 0; i < these.size(); i++) {
                assertThat(done.get(2 * i) && done.get(2 * i + 1))
                        .as("redeemed twice")
                        .isFalse();
                if (done.get(2 * i) || done.get(2 * i + 1)) {
                    left = left.add(
                            new BigDecimal(String.valueOf(these.get(i).request().value())));
                    times++;
                }
            }
            open.removeAll(these);
            over.addAll(these);
        }

        private void cancelFirst() {
            Open one = open.removeFirst();
            assertThat(OTHER.bean(Withdrawals.class)
                            .cancel(UUID.fromString(one.answer().id()), SERVICE, CALLER))
                    .isTrue();
            over.add(one);
        }

        private void redeemWhatIsOver() {
            over.forEach(one -> assertThat(redeem(one, over.indexOf(one))).isFalse());
        }

        /// Ten minutes later nothing of what was approved can be redeemed.
        private void expire() {
            waits++;
            node.clock.advance(Withdrawal.LIFE);
            over.addAll(open);
            open.clear();
        }

        private void hold() {
            held = true;
            AccountId id = new AccountId(UUID.fromString(account));
            node.bean(Tx.class).run(() -> node.bean(Holds.class).place(id, HoldCause.PASSWORD_CHANGED));
        }

        /// As if its time were over. What was approved before and not looked at since is good again.
        private void release() {
            held = false;
            node.bean(JdbcClient.class)
                    .sql("DELETE FROM hold WHERE account_id = :account")
                    .param("account", UUID.fromString(account))
                    .update();
        }

        private void check() {
            Sums sums = node.bean(SumStore.class)
                    .read(
                            new AccountId(UUID.fromString(account)),
                            node.bean(MoneyClock.class).now());
            var all = new SoftAssertions();
            for (Grain grain : Grain.values()) {
                all.assertThat(sums.value(grain, part -> true)).isEqualByComparingTo(left);
                all.assertThat(sums.times(grain, part -> true)).isEqualTo(times);
            }
            all.assertThat(left).isLessThanOrEqualTo(MOST);
            all.assertThat(times).isLessThanOrEqualTo(MOST_AN_HOUR);
            all.assertAll();
        }
    }

    static Action.Independent<Model> asking(int threads) {
        return () -> Arbitraries.integers()
                .between(0, 6_000)
                .map(value -> Transformer.mutate(threads + " × " + value, model -> model.askAtOnce(value, threads)));
    }

    static Action.Independent<Model> redeeming() {
        return () -> Arbitraries.integers()
                .between(1, 6)
                .map(most -> Transformer.mutate("redeem " + most, model -> model.redeemAtOnce(most)));
    }

    static Action.Independent<Model> again() {
        return () -> Arbitraries.just(Transformer.mutate("again", Model::redeemWhatIsOver));
    }

    static final class Cancelling implements Action.Dependent<Model> {
        @Override
        public boolean precondition(Model model) {
            return !model.open.isEmpty();
        }

        @Override
        public Arbitrary<Transformer<Model>> transformer(Model model) {
            return Arbitraries.just(Transformer.mutate("cancel", Model::cancelFirst));
        }
    }

    static final class Expiring implements Action.Dependent<Model> {
        @Override
        public boolean precondition(Model model) {
            // All of it stays within the hour that counts.
            return !model.open.isEmpty() && model.waits < 3;
        }

        @Override
        public Arbitrary<Transformer<Model>> transformer(Model model) {
            return Arbitraries.just(Transformer.mutate("ten minutes", Model::expire));
        }
    }

    static final class Holding implements Action.Dependent<Model> {
        @Override
        public boolean precondition(Model model) {
            return !model.open.isEmpty() || model.held;
        }

        @Override
        public Arbitrary<Transformer<Model>> transformer(Model model) {
            return Arbitraries.just(
                    model.held
                            ? Transformer.mutate("released", Model::release)
                            : Transformer.mutate("held", Model::hold));
        }
    }

    @AfterContainer
    static void stop() {
        OTHER.close();
    }

    @Provide
    Arbitrary<ActionChain<Model>> chains() {
        return ActionChain.startWith(Model::new)
                .withAction(3, asking(1))
                .withAction(2, asking(4))
                .withAction(3, redeeming())
                .withAction(1, new Cancelling())
                .withAction(1, new Expiring())
                .withAction(2, new Holding())
                .withAction(1, again())
                .withMaxTransformations(12);
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    @Proves({"R-TX-1", "R-TX-3"})
    @Defends({"A53", "A55"})
    void noLimitIsOvershotAndTheSumsHold(@ForAll("chains") ActionChain<Model> chain) {
        chain.withInvariant("sums and limits", Model::check).run();
    }
}
