package dev.sallyport.withdrawal;

import static dev.sallyport.withdrawal.Exchange.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.HoldCause;
import dev.sallyport.account.Holds;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the mails about destinations can do, and cannot.
@Proves("R-WL-1")
class DestinationLinksTest {
    private static final String ADDED = "A new destination for your money";
    private static final String CONFIRM = "Confirm the new destination";

    private final Book book = Book.settled();
    private final AppHolder owner = book.owner;
    private final TestBrowser anybody = new TestBrowser(book.node);

    private List<HoldCause> causes() {
        return book.node.bean(Holds.class).on(owner.account).stream()
                .flatMap(held -> held.reasons().stream())
                .map(Holds.Reason::cause)
                .toList();
    }

    /// What follows links, and what asks for their heads, changes nothing (A30).
    @ParameterizedTest
    @ValueSource(strings = {ADDED, CONFIRM})
    @Proves("R-REC-3")
    @Defends("A30")
    void openingALinkChangesNothing(String subject) {
        book.addOurs();
        String link = book.link(subject);
        for (String method : List.of("GET", "HEAD", "OPTIONS")) {
            anybody.send(anybody.request(link).method(method, java.net.http.HttpRequest.BodyPublishers.noBody()));
        }
        for (String button : List.of("/confirmation", "/removal")) {
            assertThat(anybody.get(link + button).statusCode()).isIn(404, 405);
        }
        assertThat(text(book.first(), "state")).isEqualTo("unconfirmed");
        assertThat(owner.holder.isSignedIn()).isTrue();
        // Without its form's token a button does nothing either: another site cannot press it.
        anybody.csrf = null;
        anybody.cookies.clear();
        assertThat(anybody.post(link + "/removal", Map.of()).statusCode()).isEqualTo(403);
        assertThat(book.json().get("destinations").size()).isEqualTo(1);
    }

    @Test
    @Defends("A51")
    void theLinkInTheNewsOnlyCloses() {
        book.addOurs();
        String link = book.link(ADDED);
        var page = Jsoup.parse(anybody.get(link).body());
        assertThat(page.select("form[action$=/confirmation]")).isEmpty();
        anybody.post(link + "/confirmation", Map.of());
        assertThat(text(book.first(), "state")).isEqualTo("unconfirmed");
        assertThat(owner.facts("destination.confirmed")).isZero();
        assertThat(page.select("form[action$=/removal]")).hasSize(1);
        assertThat(page.text()).contains("ar0s").contains("wf5m");
    }

    @ParameterizedTest
    @ValueSource(strings = {ADDED, CONFIRM})
    void whoeverDidNotAddItTakesItOutOnceEverybodyIsSignedOutAndNothingLeaves(String subject) {
        book.addOurs();
        book.confirmNewest();
        String link = book.link(subject);
        List<Boolean> done = Race.of(20, i -> () -> {
            var browser = new TestBrowser(book.node);
            browser.get(link);
            return browser.post(link + "/removal", Map.of()).body().contains("has been signed out");
        });
        assertThat(done).containsOnlyOnce(true);
        assertThat(owner.facts("destination.disowned")).isEqualTo(1);
        assertThat(owner.holder.isSignedIn()).isFalse();
        assertThat(causes()).contains(HoldCause.DISOWNED);
        assertThat(book.answer()).isEqualTo("held");
        assertThat(anybody.get(link).body()).contains("There is nothing to confirm");
        book.pass(Duration.ofHours(25));
        assertThat(book.json().get("destinations").size()).isZero();
        assertThat(book.answer()).isIn("approved", "confirm");
    }

    @Test
    void itIsConfirmedOnceHoweverOftenTheButtonIsPressed() {
        book.addOurs();
        String link = book.link(CONFIRM);
        Race.of(20, i -> () -> {
            var browser = new TestBrowser(book.node);
            browser.get(link);
            return browser.post(link + "/confirmation", Map.of()).statusCode();
        });
        assertThat(owner.facts("destination.confirmed")).isEqualTo(1);
        assertThat(text(book.first(), "state")).isEqualTo("waiting");
    }

    /// An address that nobody confirms is gone after eight days, and its links with it.
    @Test
    void whatNobodyConfirmsIsForgotten() {
        book.addOurs();
        String link = book.link(CONFIRM);
        book.pass(Destinations.LINK_LIFE.plusMinutes(1));
        anybody.get(link);
        anybody.post(link + "/confirmation", Map.of());
        assertThat(owner.facts("destination.confirmed")).isZero();
        var store = book.node.bean(DestinationStore.class);
        store.forget(book.node.bean(MoneyClock.class).now());
        assertThat(book.json().get("destinations").size()).isZero();
    }

    @Test
    @Proves("R-WL-2")
    void theLinkInTheMailOfALoosenedListLeavesItAsItIs() {
        book.want(true, 24);
        book.want(false, 24);
        Holder.await(
                "the link",
                () -> owner.holder.mails().stream()
                        .anyMatch(mail -> mail.subject().equals("Your list of destinations gets looser")
                                && mail.text().contains("/objections/")));
        String link = owner.holder.mails().stream()
                .filter(mail -> mail.subject().equals("Your list of destinations gets looser"))
                .findFirst()
                .orElseThrow()
                .objection();
        anybody.get(link);
        assertThat(book.json().get("change").isNull()).as("opened alone").isFalse();
        assertThat(anybody.post(link, Map.of()).statusCode()).isEqualTo(200);
        assertThat(owner.holder.isSignedIn()).isFalse();
        assertThat(causes()).contains(HoldCause.DISOWNED);
        book.pass(Duration.ofDays(2));
        assertThat(book.json().get("on").asBoolean()).isTrue();
        assertThat(book.answer()).isEqualTo("destination-unlisted");
    }
}
