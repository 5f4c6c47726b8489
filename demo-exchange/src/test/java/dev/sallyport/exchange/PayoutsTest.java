package dev.sallyport.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import dev.sallyport.client.Credentials;
import dev.sallyport.client.Settings;
import dev.sallyport.testing.Defends;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the site makes of Sallyport's decisions, before it sends anything.
class PayoutsTest {
    private static final Payouts.Asker HOLDER =
            new Payouts.Asker(PlayedSallyport.ACCOUNT, "203.0.113.9", PlayedSallyport.SESSION, null);

    private PlayedSallyport sallyport;
    private PlayedWithdrawals there;
    private Book book;
    private Payouts payouts;

    @BeforeEach
    void start() throws IOException, JOSEException {
        sallyport = new PlayedSallyport();
        there = sallyport.withdrawals;
        book = new Book();
        payouts = new Payouts(
                Settings.of(
                        URI.create(sallyport.issuer),
                        URI.create(sallyport.issuer),
                        "urn:demo-exchange:api",
                        Credentials.secret("api", "secret")),
                book);
    }

    @AfterEach
    void stop() {
        sallyport.close();
    }

    private static PayoutDraft draft(String amount) {
        return new PayoutDraft(
                "BTC/bitcoin",
                amount,
                "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
                "",
                UUID.randomUUID().toString());
    }

    private Payout ask(PayoutDraft draft) {
        var asked = payouts.ask(draft, HOLDER);
        assertThat(asked).isInstanceOf(Payouts.Asked.Known.class);
        return ((Payouts.Asked.Known) asked).payout();
    }

    private String bitcoin() {
        return book.has(PlayedSallyport.ACCOUNT, "BTC").toPlainString();
    }

    @Test
    void whatIsApprovedIsRedeemedOnceAndSent() {
        Payout sent = ask(draft("0.1"));
        assertThat(sent.state()).isEqualTo("sent");
        assertThat(bitcoin()).isEqualTo("0.6499");
        payouts.look(PlayedSallyport.ACCOUNT, sent.id());
        assertThat(there.redeemed).hasValue(1);
        assertThat(there.asked.values())
                .singleElement()
                .satisfies(one -> assertThat(one.terms())
                        .containsEntry("amount", "0.1")
                        .containsEntry("value", "5821.05")
                        .containsEntry("session", PlayedSallyport.SESSION));
    }

    /// A double click, two windows, a browser that sends again.
    @Test
    @Defends("A55")
    void theSameFormSentFiftyTimesIsOneWithdrawal() throws InterruptedException, ExecutionException {
        PayoutDraft once = draft("0.01");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Payout>> all = threads.invokeAll(IntStream.range(0, 50)
                    .<Callable<Payout>>mapToObj(i -> () -> ask(once))
                    .toList());
            for (Future<Payout> one : all) {
                assertThat(one.get().id()).isEqualTo(all.getFirst().get().id());
            }
        }
        assertThat(there.asked).hasSize(1);
        assertThat(there.redeemed).hasValue(1);
        assertThat(bitcoin()).isEqualTo("0.7399");
        var other = new PayoutDraft(once.way(), "0.02", once.destination(), "", once.key());
        assertThat(payouts.ask(other, HOLDER)).isInstanceOf(Payouts.Asked.Mistaken.class);
    }

    @Test
    @Defends("A56")
    void anApprovalOfAnotherDestinationSendsNothing() {
        there.swaps = true;
        Payout payout = ask(draft("0.1"));
        assertThat(payout.state()).isEqualTo("void");
        assertThat(there.redeemed).hasValue(0);
        assertThat(bitcoin()).isEqualTo("0.7500");
    }

    @Test
    void whatMayNotBeRedeemedIsNotSentAndSaysWhy() {
        there.refusesToRedeem = true;
        Payout payout = ask(draft("0.1"));
        assertThat(payout.state()).isEqualTo("void");
        assertThat(payout.reasons()).extracting(r -> r.text()).containsExactly("Much has left.");
        assertThat(bitcoin()).isEqualTo("0.7500");
    }

    @Test
    void aHoldAndARefusalAreShownInSallyportsOwnWords() {
        there.decision = "held";
        there.reason = "The password was changed.";
        Payout held = ask(draft("0.1"));
        PayoutViews.Line line = PayoutViews.line(held);
        assertThat(line.title()).isEqualTo("On hold");
        assertThat(line.until()).isEqualTo(Desk.TIME.format(there.until));
        assertThat(line.reasons()).containsExactly("The password was changed.");
        assertThat(bitcoin()).isEqualTo("0.6499");

        there.decision = "refused";
        Payout refused = payouts.look(PlayedSallyport.ACCOUNT, held.id()).orElseThrow();
        assertThat(refused.state()).isEqualTo("refused");
        assertThat(bitcoin()).isEqualTo("0.7500");
    }

    @Test
    void whatWasNotAnsweredIsAskedAgainUnderTheSameKey() {
        there.loses = true;
        PayoutDraft draft = draft("0.1");
        assertThatThrownBy(() -> ask(draft)).isInstanceOf(Provider.Unreachable.class);
        there.loses = false;
        Payout open = payouts.of(PlayedSallyport.ACCOUNT).getFirst();
        assertThat(open.state()).isEqualTo("asking");
        assertThat(payouts.look(PlayedSallyport.ACCOUNT, open.id())
                        .orElseThrow()
                        .state())
                .isEqualTo("sent");
        assertThat(there.asked).hasSize(1);
    }

    @Test
    @Defends("A72")
    void somebodyElsesIsNotThere() {
        Payout his = ask(draft("0.1"));
        assertThat(payouts.look("somebody else", his.id())).isEmpty();
        assertThat(payouts.of("somebody else")).isEmpty();
    }

    @Test
    void whatIsNotThereCannotLeave() {
        assertThat(payouts.ask(draft("0.75"), HOLDER))
                .isEqualTo(new Payouts.Asked.Mistaken(
                        List.of("That needs 0.7501 BTC, the fee included, and you have 0.75.")));
        assertThat(there.asked).isEmpty();
    }
}
