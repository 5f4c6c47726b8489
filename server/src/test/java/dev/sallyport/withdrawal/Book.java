package dev.sallyport.withdrawal;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A holder and his address book, through the interfaces that he has.
final class Book {
    static final String ADDRESS = Exchange.ADDRESS;
    /// Another one that begins and ends alike: `bc1q` and `5mdq`.
    static final String POISONED = "bc1qskpa0r28h70cx0qd63tc2yguggqq0xp4up5mdq";

    private static final Pattern LINK = Pattern.compile("/destinations/[A-Za-z0-9_-]{20,}");

    final TestNode node = TestNode.shared();
    final AppHolder owner = AppHolder.signUp(node);
    final Exchange exchange = new Exchange(node);

    /// His proofs are a week old, so that what is small leaves unasked, and time for the book has gone by.
    static Book settled() {
        var book = new Book();
        book.pass(Duration.ofDays(8));
        return book;
    }

    /// Time goes by, and he signs in again.
    void pass(Duration by) {
        node.clock.advance(by);
        owner.half(owner.browser);
        if (!AppHolder.second(owner.browser, "code", owner.code()).startsWith("303")) {
            throw new AssertionError("not signed in");
        }
        owner.browser.get("/account");
    }

    static Map<String, String> fields(String asset, String network, String address, String memo) {
        return Map.of("asset", asset, "network", network, "address", address, "memo", memo);
    }

    HttpResponse<String> tryAdd(Map<String, String> fields) {
        owner.browser.get("/account/destinations/new");
        return owner.browser.post("/account/destinations", fields);
    }

    void add(String asset, String network, String address, String memo) {
        HttpResponse<String> answer = tryAdd(fields(asset, network, address, memo));
        if (!AppHolder.place(answer).equals("303 /account/destinations?done=added")) {
            throw new AssertionError(AppHolder.place(answer) + answer.body());
        }
    }

    void addOurs() {
        add("BTC", "bitcoin", ADDRESS, "");
    }

    void confirmNewest() {
        String link = link("Confirm the new destination");
        var anybody = new TestBrowser(node);
        anybody.get(link);
        AppHolder.expect(200, anybody.post(link + "/confirmation", Map.of()));
    }

    /// The link in the newest mail of this subject.
    String link(String subject) {
        Holder.await(subject, () -> !links(subject).isEmpty());
        return links(subject).getFirst();
    }

    List<String> links(String subject) {
        return owner.holder.mails().stream()
                .filter(mail -> mail.subject().equals(subject))
                .flatMap(mail -> LINK.matcher(mail.text()).results().map(found -> found.group()))
                .toList();
    }

    JsonNode json() {
        return Holder.json(owner.browser, "/api/destinations");
    }

    JsonNode first() {
        return json().at("/destinations/0");
    }

    Instant activeAt() {
        return Instant.parse(first().get("activeAt").asString());
    }

    /// By the page.
    void want(boolean on, int hours) {
        var fields = new HashMap<>(Map.of("hours", Integer.toString(hours)));
        if (on) {
            fields.put("on", "yes");
        }
        owner.browser.get("/account/destinations");
        String place = AppHolder.place(owner.browser.post("/account/destinations/list", fields));
        if (!place.equals("303 /account/destinations?done=changed")) {
            throw new AssertionError(place);
        }
    }

    /// What is small and asks for no proof.
    Map<String, String> little(String... pairs) {
        Map<String, String> request = Exchange.with(
                Exchange.request(owner.account.toString(), ""), "value", "1", "client", "Desk", "kind", "convert");
        request.remove("session");
        return Exchange.with(request, pairs);
    }

    JsonNode ask(String... pairs) {
        return exchange.ask(little(pairs));
    }

    /// The decision, or the reason of a refusal.
    String answer(String... pairs) {
        JsonNode asked = ask(pairs);
        String decision = Exchange.text(asked, "decision");
        return decision.equals("refused") ? asked.at("/reasons/0/code").asString() : decision;
    }
}
