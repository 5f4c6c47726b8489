package dev.sallyport.lockdown;

import static dev.sallyport.harness.AppHolder.expect;
import static dev.sallyport.harness.AppHolder.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Entry;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.withdrawal.Exchange;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// One move closes every door, by each of the ways that order it, while somebody else is inside.
@Proves({"R-LOCK-3", "N-24"})
@Defends("A59")
class LockdownTest {
    static final Pattern LINK = Pattern.compile("/lockdown/by-mail/[A-Za-z0-9_.-]+");

    private final TestNode node = TestNode.shared();

    /// The link of the newest mail to an address.
    static String link(TestBrowser browser, String address) {
        Holder.await(
                "a mail with a link",
                () -> Holder.mails(browser, address).stream()
                        .anyMatch(mail -> LINK.matcher(mail.text()).find()));
        return Holder.mails(browser, address).stream()
                .map(mail -> LINK.matcher(mail.text()))
                .filter(java.util.regex.Matcher::find)
                .map(java.util.regex.Matcher::group)
                .findFirst()
                .orElseThrow();
    }

    static HttpResponse<String> post(TestBrowser stranger, String link) {
        stranger.get(link);
        return stranger.post(link, Map.of());
    }

    private HttpResponse<String> byService(String account, String key) {
        return new Exchange(node)
                .post("/v1/accounts/" + account + "/lockdown", Map.of("reason", "seen elsewhere"), key);
    }

    private List<Entry> facts(AccountId account) {
        return node.bean(Audit.class).timeline(account, "lockdown.on", Long.MAX_VALUE, 200);
    }

    @Test
    void byTheLinkInAMailWithoutSigningIn() {
        var owner = AppHolder.signUp(node);
        var thief = new Thief(owner);
        thief.isIn();
        var elsewhere = new TestBrowser(node);
        assertThat(place(post(elsewhere, link(elsewhere, owner.holder.address))))
                .isEqualTo("303 /lockdown/closed");
        thief.isOut();
        assertThat(elsewhere.get("/lockdown/closed").body()).contains("Every door is closed");
        Holder.await(
                "word to the owner",
                () -> Holder.count(elsewhere, owner.holder.address, "Your account is locked") == 1);
    }

    @Test
    void byACodeOnThePublicPage() {
        var owner = AppHolder.signUp(node);
        var thief = new Thief(owner);
        var elsewhere = new TestBrowser(node);
        elsewhere.get("/lockdown");
        assertThat(place(elsewhere.post("/lockdown", Map.of("identifier", owner.holder.address))))
                .isEqualTo("303 /lockdown/code");
        elsewhere.get("/lockdown/code");
        Holder.await(
                "the code", () -> Holder.count(elsewhere, owner.holder.address, "Your code to lock your account") == 1);
        expect(422, elsewhere.post("/lockdown/code", Map.of("code", "00000000")));
        thief.isIn();
        String code = Holder.code(elsewhere, owner.holder.address);
        assertThat(place(elsewhere.post("/lockdown/code", Map.of("code", code))))
                .isEqualTo("303 /lockdown/closed");
        thief.isOut();
    }

    @Test
    void byThePasswordOnThePublicPage() {
        var owner = AppHolder.signUp(node);
        var thief = new Thief(owner);
        var elsewhere = new TestBrowser(node);
        elsewhere.get("/lockdown");
        var wrong = elsewhere.post("/lockdown", Map.of("identifier", owner.holder.address, "password", "not this one"));
        assertThat(place(wrong)).as("no other answer than for a code").isEqualTo("303 /lockdown/code");
        thief.isIn();
        elsewhere.get("/lockdown");
        assertThat(place(elsewhere.post(
                        "/lockdown", Map.of("identifier", owner.holder.address, "password", Holder.PASSWORD))))
                .isEqualTo("303 /lockdown/closed");
        thief.isOut();
    }

    @Test
    void byTheButtonInTheSecurityCentreWithoutAProof() {
        var owner = AppHolder.signUp(node);
        var thief = new Thief(owner);
        assertThat(owner.browser.get("/account/lockdown").body()).contains("Close every door");
        assertThat(place(owner.browser.postUnproven("/account/lockdown", Map.of())))
                .isEqualTo("303 /lockdown/closed");
        assertThat(owner.holder.isSignedIn()).isFalse();
        thief.isOut();
    }

    @Test
    void byAServiceWithAReasonAndOnceForAKey() {
        var owner = AppHolder.signUp(node);
        var thief = new Thief(owner);
        String account = owner.account.toString();
        String key = UUID.randomUUID().toString();
        var first = expect(200, byService(account, key));
        assertThat(Holder.json(first).get("now").asBoolean()).isTrue();
        thief.isOut();
        assertThat(byService(account, key).body()).isEqualTo(first.body());
        var again = expect(200, byService(account, UUID.randomUUID().toString()));
        assertThat(Holder.json(again).get("now").asBoolean()).isFalse();
        assertThat(facts(owner.account)).hasSize(1);
        assertThat(facts(owner.account).getFirst().detail()).containsEntry("reason", "seen elsewhere");
        expect(404, byService(UUID.randomUUID().toString(), UUID.randomUUID().toString()));
        expect(
                422,
                new Exchange(node)
                        .post(
                                "/v1/accounts/" + account + "/lockdown",
                                Map.of("reason", " "),
                                UUID.randomUUID().toString()));
    }

    @Test
    @Asvs({"2.3.4", "15.4.2"})
    void fiftyOrdersAtOnceCloseItOnceAndTellOnce() {
        var holder = Holder.signUp(node);
        holder.elsewhere();
        var account = new AccountId(UUID.fromString(holder.account()));
        String link = link(holder.browser, holder.address);
        var answers = new HashSet<>(Race.of(50, i -> () -> place(post(new TestBrowser(node), link))));
        assertThat(answers).isEqualTo(Set.of("303 /lockdown/closed"));
        assertThat(facts(account)).hasSize(1);
        var stranger = new TestBrowser(node);
        Holder.await("word", () -> Holder.count(stranger, holder.address, "Your account is locked") > 0);
        assertThat(Holder.count(stranger, holder.address, "Your account is locked"))
                .isEqualTo(1);
    }

    @Test
    void nobodyComesInByAPasskeyNorInTheMiddleOfASignIn() {
        var owner = AppHolder.signUp(node);
        var passkey = owner.passkey();
        var half = owner.half();
        owner.browser.get("/account");
        owner.browser.postUnproven("/account/lockdown", Map.of());
        assertThat(AppHolder.second(half, "code", owner.code())).doesNotContain("/account");
        assertThat(half.cookies).doesNotContainKey("__Host-session");
        var door = new TestBrowser(node);
        door.get("/sign-in");
        String options = door.json("POST", "/api/sign-in/passkey/options", "{}").body();
        var answer = door.json(
                "POST",
                "/api/sign-in/passkey",
                JsonMapper.shared().writeValueAsString(Map.of("passkey", passkey.get(options))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(423);
        assertThat(Holder.json(answer).get("code").asString()).isEqualTo("locked-down");
        assertThat(door.cookies).doesNotContainKey("__Host-session");
    }

    @Test
    @Defends("A5")
    void aStrangerNeitherLocksNorLearnsWhoIsHere() {
        var holder = Holder.signUp(node);
        var stranger = new TestBrowser(node);
        stranger.get("/lockdown");
        var known = stranger.post("/lockdown", Map.of("identifier", holder.address, "password", "guess"));
        var unknown = stranger.post("/lockdown", Map.of("identifier", Holder.newAddress(), "password", "guess"));
        assertThat(place(known)).isEqualTo(place(unknown));
        for (int i = 0; i < 8; i++) {
            stranger.post("/lockdown/code", Map.of("code", "1234567" + i));
        }
        assertThat(holder.isSignedIn()).isTrue();
        String nobody = Holder.newAddress();
        stranger.get("/lockdown");
        stranger.post("/lockdown", Map.of("identifier", nobody));
        Holder.await(
                "a word to whoever reads there",
                () -> Holder.count(stranger, nobody, "There is no account with this address") == 1);
    }

    @Test
    @Proves("R-REC-3")
    @Defends({"A29", "A30"})
    void aLinkThatWasAlteredIsTooOldOrIsNoneClosesNothing() {
        var holder = Holder.signUp(node);
        holder.elsewhere();
        var stranger = new TestBrowser(node);
        String link = link(stranger, holder.address);
        for (int at : List.of(link.length() - 8, link.length() - 30, link.lastIndexOf('.') + 2)) {
            char other = link.charAt(at) == 'A' ? 'B' : 'A';
            stranger.get("/sign-in");
            expect(410, stranger.post(link.substring(0, at) + other + link.substring(at + 1), Map.of()));
        }
        expect(410, stranger.post("/lockdown/by-mail/x.y", Map.of()));
        node.clock.advance(Duration.ofDays(31));
        stranger.get("/sign-in");
        expect(410, stranger.post(link, Map.of()));
        assertThat(facts(new AccountId(account(holder)))).isEmpty();
    }

    private UUID account(Holder holder) {
        return UUID.fromString(Objects.requireNonNull(node.bean(dev.sallyport.account.Contacts.class)
                .find(dev.sallyport.account.Identifiers.read(holder.address, "DE")
                        .orElseThrow())
                .orElseThrow()
                .account()
                .toString()));
    }
}
