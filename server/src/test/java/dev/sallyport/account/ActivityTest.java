package dev.sallyport.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/// What happened on an account, as its holder reads it.
class ActivityTest {
    private final TestNode node = TestNode.shared();

    private static Document page(TestBrowser browser, String path) {
        var answer = browser.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return Jsoup.parse(answer.body());
    }

    private static List<String> entries(Document page) {
        return page.select(".timeline .what").eachText();
    }

    private void record(Holder holder, int times, Fact fact) {
        var account = new AccountId(UUID.fromString(holder.account()));
        for (int i = 0; i < times; i++) {
            node.bean(Tx.class).run(() -> node.bean(Audit.class).record(account, fact));
        }
    }

    @Test
    void allFactsAreReadOncePageByPageThereAndBack() {
        Holder holder = Holder.signUp(node);
        record(holder, 60, Fact.success("session.opened"));
        int all = node.bean(Audit.class)
                .timeline(new AccountId(UUID.fromString(holder.account())), "", Long.MAX_VALUE, 200)
                .size();
        var sizes = new ArrayList<Integer>();
        String path = "/account/activity";
        while (true) {
            Document page = page(holder.browser, path);
            sizes.add(entries(page).size());
            assertThat(page.select("a[rel=prev]").isEmpty()).isEqualTo(sizes.size() == 1);
            var older = page.selectFirst("a[rel=next]");
            if (older == null) {
                assertThat(page.select("a[rel=prev]").attr("href")).isEqualTo("/account/activity");
                break;
            }
            path = older.attr("href");
        }
        assertThat(sizes).hasSize((all + Activity.PAGE - 1) / Activity.PAGE).startsWith(Activity.PAGE, Activity.PAGE);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(all);
    }

    @Test
    void aFilterShowsItsKindAloneAndIsKeptFromPageToPage() {
        Holder holder = Holder.signUp(node);
        for (int i = 0; i < 2; i++) {
            Holder.trySignIn(new TestBrowser(node), holder.address, "wrong wrong wrong wrong");
        }
        record(holder, 40, Fact.success("session.opened"));
        Document refused = page(holder.browser, "/account/activity?kind=refused");
        assertThat(entries(refused)).hasSize(2);
        assertThat(refused.select(".chips a[aria-current=true]").attr("href"))
                .isEqualTo("/account/activity?kind=refused");
        Document signIns = page(holder.browser, "/account/activity?kind=sign-in");
        assertThat(entries(signIns)).hasSize(Activity.PAGE);
        assertThat(signIns.select("a[rel=next]").attr("href")).startsWith("/account/activity?kind=sign-in&before=");
        Document changes = page(holder.browser, "/account/activity?kind=change");
        assertThat(entries(changes)).isNotEmpty().doesNotContainAnyElementsOf(entries(signIns));
        assertThat(entries(page(holder.browser, "/account/activity?kind=change&before=1")))
                .isEmpty();
    }

    @Test
    void anInterfaceReadsIdsAsPlainValues() {
        Holder holder = Holder.signUp(node);
        var entries = Holder.json(holder.browser, "/api/activity").get("entries");
        assertThat(entries.valueStream().map(e -> e.path("session").asString("")))
                .contains(holder.session());
        assertThat(entries.valueStream().map(e -> e.path("device")))
                .anyMatch(device -> device.isString())
                .noneMatch(device -> device.isObject());
    }

    @Test
    void whatIsNoFilterAndNoPlaceShowsTheNewest() {
        Holder holder = Holder.signUp(node);
        List<String> newest = entries(page(holder.browser, "/account/activity"));
        assertThat(newest).isNotEmpty();
        for (String query : List.of("kind=x", "before=x", "before=-1", "before=99999999999999999999", "kind=%00")) {
            assertThat(entries(page(holder.browser, "/account/activity?" + query)))
                    .as(query)
                    .isEqualTo(newest);
        }
    }

    @Test
    @Defends("A72")
    @Asvs("8.2.2")
    void nobodyReadsAnothersActivity() {
        Holder holder = Holder.signUp(node);
        Holder other = Holder.signUp(node);
        int before = entries(page(other.browser, "/account/activity")).size();
        record(holder, 5, Fact.success("session.opened"));
        assertThat(entries(page(other.browser, "/account/activity"))).hasSize(before);
        assertThat(new TestBrowser(node).get("/account/activity").statusCode()).isEqualTo(303);
        assertThat(Map.copyOf(other.browser.cookies)).containsKey("__Host-session");
    }
}
