package dev.sallyport.lockdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.apikey.Program;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.withdrawal.Exchange;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// Somebody who is in an account beside its holder, by every way in that there is, with money about to leave.
final class Thief {
    private final TestNode node;
    private final AppHolder owner;
    private final Exchange exchange;
    private final Map<String, String> request;
    private final JsonNode approved;
    private final Program bot;
    private final dev.sallyport.oauth.Program app;
    private final String refresh;
    private final String access;
    final TestBrowser browser;

    Thief(AppHolder owner) {
        this.owner = owner;
        this.node = owner.holder.node;
        this.exchange = new Exchange(node);
        this.browser = owner.half();
        assertThat(AppHolder.second(browser, "code", owner.code())).isEqualTo("303 /account");
        browser.get("/account");
        this.bot = Program.make(owner, "trade", "\"orders.write\"", "");
        this.app = dev.sallyport.oauth.Program.web(node);
        var tokens = app.tokens(owner.browser, "openid balances.read");
        this.refresh = tokens.get("refresh_token").asString();
        this.access = tokens.get("access_token").asString();
        this.request = Exchange.request(owner.holder);
        this.approved = approve();
    }

    private JsonNode approve() {
        String id = Exchange.text(exchange.ask(request), "id");
        String seen = Exchange.seen(Exchange.page(owner.browser, id));
        Exchange.confirm(owner.browser, id, Map.of("seen", seen, "amount", "0,0150", "code", owner.code()));
        JsonNode found = exchange.find(id);
        assertThat(Exchange.text(found, "decision")).isEqualTo("approved");
        return found;
    }

    /// He is in, before anybody has closed a door.
    void isIn() {
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
        assertThat(Holder.isSignedIn(browser)).isTrue();
        assertThat(keyAnswer()).isEqualTo("accepted");
        assertThat(app.isActive(access)).isTrue();
    }

    /// Nothing that he has opens anything.
    void isOut() {
        assertThat(browser.get("/account").statusCode()).as("his next page").isNotEqualTo(200);
        assertThat(Holder.isSignedIn(browser)).as("his session").isFalse();
        assertThat(keyAnswer()).as("his API call").isNotEqualTo("accepted");
        assertThat(app.isActive(access)).as("his access token").isFalse();
        assertThat(app.token(app.refresh(refresh)).statusCode())
                .as("his refresh")
                .isEqualTo(400);
        assertThat(exchange.redeem(approved, request, Exchange.key()).statusCode())
                .as("his withdrawal")
                .isEqualTo(409);
        assertThat(exchange.decision(Exchange.text(approved, "id"))).isEqualTo("refused");
        assertThat(Exchange.text(exchange.ask(request), "decision"))
                .as("another withdrawal")
                .isEqualTo("refused");
        assertThat(AppHolder.place(Holder.trySignIn(new TestBrowser(node), owner.holder.address, Holder.PASSWORD)))
                .as("the password")
                .startsWith("422");
    }

    private String keyAnswer() {
        String nonce = UUID.randomUUID().toString().replace("-", "");
        return Program.check(
                node, bot.signed("POST", "", "{}", node.clock.instant().toEpochMilli(), nonce));
    }
}
