package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Which programs are let onto the register.
class ClientsTest {
    private final TestNode node = TestNode.shared();

    private Clients.Added add(String name, String redirect) {
        return node.bean(Clients.class)
                .add(new Clients.Wanted(
                        name,
                        "unverified",
                        false,
                        false,
                        false,
                        null,
                        List.of("authorization_code"),
                        List.of("openid"),
                        List.of(redirect),
                        List.of(),
                        null,
                        List.of(),
                        List.of()));
    }

    @Test
    @Defends("A49")
    void nobodyIsTakenForAnotherOrForTheService() {
        assertThat(add("Portfolio Pal", Program.REDIRECT)).isInstanceOf(Clients.Added.Done.class);
        for (String name : List.of(
                "Portfolio Pal",
                "PORTFOLIO PAL",
                "portfolio-pal",
                "Portfol\u0456o Pal",
                "Portf0lio Pa1",
                "Portfoli\u043E Pal",
                "Portfolio  Pal",
                node.config.brand(),
                node.config.brand() + " Support",
                "My" + node.config.brand().toLowerCase(java.util.Locale.ROOT),
                "Invisible\u200Bname",
                " Blanks ",
                "<b>Bold</b>",
                "",
                "x".repeat(41))) {
            assertThat(add(name, Program.REDIRECT)).as(name).isInstanceOf(Clients.Added.Refused.class);
        }
    }

    @Test
    @Proves("O-1")
    @Defends("A42")
    void onlyAddressesThatCanBeComparedExactlyAreRegistered() {
        for (String uri : List.of(
                "http://app.examplex.com/",
                "http://localhost/back",
                "https://app.examplex.com/back#x",
                "https://x@app.examplex.com/back",
                "https://app.examplex.com/a/../b",
                "https://*.examplex.com/back",
                "javascript:alert(1)",
                "data:text/html,x",
                "https:///back",
                "/back",
                "")) {
            assertThat(add("Address book", uri)).as(uri).isInstanceOf(Clients.Added.Refused.class);
        }
        assertThat(add("Native one", "com.examplex.folio:/back")).isInstanceOf(Clients.Added.Done.class);
        assertThat(add("Native two", "http://127.0.0.1/back")).isInstanceOf(Clients.Added.Done.class);
    }

    @Test
    @Proves("R-OAU-1")
    void ofASecretOnlyItsHashIsKept() {
        if (!(add("Keeper of one", Program.REDIRECT) instanceof Clients.Added.Done done)) {
            throw new AssertionError();
        }
        String secret = java.util.Objects.requireNonNull(done.secret()).reveal();
        assertThat(secret).hasSize(43);
        assertThat(done.secret()).hasToString("[REDACTED]");
        String row = node.bean(JdbcClient.class)
                .sql("SELECT oauth_client::text FROM oauth_client WHERE client_id = :id")
                .param("id", done.clientId())
                .query(String.class)
                .single();
        assertThat(row).doesNotContain(secret);
    }

    @Test
    @Proves("R-OAU-1")
    void noCodeNoTokenAndNoRequestLiesInTheDatabaseAsItIs() {
        var holder = dev.sallyport.harness.Holder.signUp(node);
        Program program = Program.web(node);
        var request = program.request("openid balances.read");
        request.put("login_hint", "canary-hint@examplex.com");
        request.put("nonce", "canary-nonce");
        String waiting = Program.location(holder.browser.get(Program.path(request)));
        String code = program.code(holder.browser, "openid balances.read");
        var tokens = dev.sallyport.harness.Holder.json(program.token(program.exchange(code)));
        var all = new StringBuilder();
        for (String table : List.of("oauth_grant", "oauth_refresh", "oauth_request", "oauth_key", "oauth_client")) {
            all.append(node.bean(JdbcClient.class)
                    .sql("SELECT coalesce(string_agg(t::text, ' '), '') FROM " + table + " t")
                    .query(String.class)
                    .single());
        }
        assertThat(all.toString())
                .doesNotContain("canary")
                .doesNotContain(code)
                .doesNotContain(tokens.get("refresh_token").asString())
                .doesNotContain(tokens.get("access_token").asString())
                .doesNotContain(waiting.substring("/oauth2/consent/".length()))
                .doesNotContain("\"d\":");
    }
}
