package dev.sallyport.notices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.Freezes;
import dev.sallyport.account.LockLinks;
import dev.sallyport.audit.Audit;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Texts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/// A scanner that opens every link of every message that there is, in each way that scanners do, and follows what it
/// finds: nothing changes. Generated over all notices, so that a new one is tried by itself.
class LinkRobotTest {
    private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");

    private final TestNode node = TestNode.shared();
    private final Holder holder = Holder.signUp(node);
    private final AccountId account = new AccountId(UUID.fromString(holder.account()));

    /// The paths that each kind of message can carry, made for this holder by what sends them.
    private List<String> paths() {
        String second = Holder.newAddress();
        holder.browser.get("/account/contacts");
        holder.browser.post("/account/contacts", Map.of("identifier", second));
        holder.browser.get("/account/contacts/new/code");
        holder.browser.post("/account/contacts/new/code", Map.of("code", Holder.code(holder.browser, second)));
        String id = Holder.json(holder.browser, "/api/contacts")
                .valueStream()
                .filter(one -> !one.get("primary").asBoolean())
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
        holder.browser.get("/account/contacts");
        holder.browser.post("/account/contacts/" + id + "/removal", Map.of());
        var thief = new TestBrowser(node);
        thief.get("/recovery");
        thief.post("/recovery", Map.of("identifier", holder.address));
        thief.get("/recovery/code");
        Holder.await(
                "the code",
                () -> Holder.count(thief, holder.address, "Your code for the way back into your account") == 1);
        thief.post("/recovery/code", Map.of("code", Holder.code(thief, holder.address)));
        return List.of(
                path(second, "/objections/[A-Za-z0-9_-]+"),
                path(holder.address, "/recovery/cancellation/[A-Za-z0-9_-]+"),
                "/recovery");
    }

    private String path(String address, String pattern) {
        var path = Pattern.compile(pattern);
        Holder.await(
                pattern,
                () -> holderMails(address).stream()
                        .anyMatch(m -> path.matcher(m).find()));
        return holderMails(address).stream()
                .map(path::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(java.util.regex.Matcher::group)
                .findFirst()
                .orElseThrow();
    }

    private List<String> holderMails(String address) {
        return Holder.mails(holder.browser, address).stream()
                .map(Holder.Mail::text)
                .toList();
    }

    /// Every address that stands in any message in any language.
    private Set<String> links(List<String> paths) {
        var writer = node.bean(Writer.class);
        String lock = node.bean(LockLinks.class).create(account);
        var links = new TreeSet<String>();
        WordsTest.kinds().map(kind -> kind.get()).forEach(kind -> {
            var values = new HashMap<>(Map.of(
                    "contact",
                    "a",
                    "until",
                    "2027-03-01T09:00:00Z",
                    "left",
                    "4",
                    "app",
                    "x",
                    "key",
                    "x",
                    "amount",
                    "1",
                    "payee",
                    "x",
                    "code",
                    "1",
                    "minutes",
                    "1",
                    "purpose",
                    "x"));
            values.put("failures", "5");
            values.put("lock", lock);
            values.put("asset", "BTC");
            values.put("network", "bitcoin");
            boolean linked = node.bean(Texts.class).has(Language.ENGLISH, "notices." + kind[0] + ".link");
            for (String path : linked ? paths : List.of("")) {
                if (!path.isEmpty()) {
                    values.put("link", node.config.link(path));
                }
                var message = new Message(
                        null, Channel.MAIL, "anna@examplex.com", (Language) kind[1], (String) kind[0], values);
                ADDRESS.matcher(writer.write(message, new MessageId("ABCD-EFGH"))
                                .text())
                        .results()
                        .forEach(link -> links.add(link.group()));
            }
        });
        return links;
    }

    private String state() {
        return Holder.isSignedIn(holder.browser) + " "
                + node.bean(Freezes.class).since(account) + " "
                + node.bean(Audit.class)
                        .timeline(account, "", Long.MAX_VALUE, 200)
                        .size()
                + " " + Holder.mails(holder.browser, holder.address).size();
    }

    private void open(String path) {
        var robot = new TestBrowser(node);
        robot.userAgent = "Mozilla/5.0 (compatible; LinkScanner/1.0)";
        for (Map<String, String> headers :
                List.of(Map.<String, String>of(), Map.of("Sec-Purpose", "prefetch"), Map.of("Purpose", "prefetch"))) {
            var get = robot.request(path).GET();
            headers.forEach(get::header);
            var page = robot.send(get);
            assertThat(page.statusCode()).as(path).isLessThan(400);
            Jsoup.parse(page.body()).select("a[href^=/], link[href^=/]").eachAttr("href").stream()
                    .distinct()
                    .forEach(robot::get);
        }
        var head = robot.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody());
        assertThat(robot.send(head).statusCode()).as("HEAD " + path).isLessThan(400);
    }

    @Test
    @Proves({"R-REC-3", "R-LOCK-3"})
    @Defends({"A29", "A30"})
    @Asvs("3.5.3")
    void openingEveryLinkOfEveryMessageChangesNothing() {
        Set<String> links = links(paths());
        assertThat(links).hasSize(4).allMatch(link -> link.startsWith(node.config.link("/")));
        String before = state();
        String origin = node.config.link("/");
        links.forEach(link -> open(link.substring(origin.length() - 1)));
        assertThat(state()).isEqualTo(before);
        String lock =
                links.stream().filter(l -> l.contains("/lockdown/")).findFirst().orElseThrow();
        var person = new TestBrowser(node);
        person.get(lock.substring(origin.length() - 1));
        person.post(lock.substring(origin.length() - 1), Map.of());
        assertThat(state()).as("the button does it").isNotEqualTo(before);
        assertThat(holder.isSignedIn()).isFalse();
    }
}
