package dev.sallyport.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

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
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import org.assertj.core.api.SoftAssertions;

/// Whatever is asked, redeemed and taken back, alone or side by side: the sums hold, and no limit is overshot.
class LimitsTest {
    /// The shipped table: without a proof, which this account does not have, no more is exchanged within a day.
    private static final BigDecimal MOST = new BigDecimal(10_000);

    private static final int MOST_AN_HOUR = 10;
    private static final Caller CALLER = new Caller("203.0.113.9", "service test", null);
    private static final Service SERVICE = new Service("test", Set.of("*"));

    private record Open(WithdrawalAnswer answer, WithdrawalRequest request) {}

    /// What should be true of one account, beside what is.
    static final class Model {
        private final TestNode node = TestNode.shared();
        private final Withdrawals withdrawals = node.bean(Withdrawals.class);
        private final Redemptions redemptions = node.bean(Redemptions.class);
        private final String account = Holder.signUp(node).account();
        private final List<Open> open = new ArrayList<>();
        private final List<Open> over = new ArrayList<>();
        private BigDecimal left = BigDecimal.ZERO;
        private int times;

        private Open ask(int value) {
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
            return new Open(
                    withdrawals.ask(Asked.read(request), UUID.randomUUID().toString(), SERVICE, CALLER), request);
        }

        private void askAtOnce(int value, int threads) {
            BigDecimal all = left.add(waiting()).add(BigDecimal.valueOf(value));
            int before = open.size();
            for (Open one : Race.of(threads, i -> (Callable<Open>) () -> ask(value))) {
                if (one.answer().decision().equals("approved")) {
                    open.add(one);
                } else {
                    assertThat(one.answer().decision()).isEqualTo("refused");
                }
            }
            // Alone it is decided by all that has left and all that may still leave.
            if (threads == 1) {
                boolean fits = all.compareTo(MOST) <= 0 && times + before < MOST_AN_HOUR;
                assertThat(open.size() - before).isEqualTo(fits ? 1 : 0);
            }
        }

        private BigDecimal waiting() {
            return open.stream()
                    .map(one -> new BigDecimal(String.valueOf(one.request().value())))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private boolean redeem(Open one) {
            var shown = new WithdrawalRedemption(one.answer().approval(), one.request());
            return redemptions.redeem(
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
            List<Boolean> done = Race.of(these.size() * 2, i -> (Callable<Boolean>) () -> redeem(these.get(i / 2)));
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
            assertThat(withdrawals.cancel(UUID.fromString(one.answer().id()), SERVICE, CALLER))
                    .isTrue();
            over.add(one);
        }

        private void redeemWhatIsOver() {
            over.forEach(one -> assertThat(redeem(one)).isFalse());
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

    @Provide
    Arbitrary<ActionChain<Model>> chains() {
        return ActionChain.startWith(Model::new)
                .withAction(3, asking(1))
                .withAction(2, asking(4))
                .withAction(3, redeeming())
                .withAction(1, new Cancelling())
                .withAction(1, again())
                .withMaxTransformations(10);
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    @Proves({"R-TX-1", "R-TX-3"})
    @Defends({"A53", "A55"})
    void noLimitIsOvershotAndTheSumsHold(@ForAll("chains") ActionChain<Model> chain) {
        chain.withInvariant("sums and limits", Model::check).run();
    }
}
