package dev.sallyport.signin;

import static dev.sallyport.harness.AppHolder.expect;
import static dev.sallyport.harness.AppHolder.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Phones;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.messagecode.MessageCodes;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Codes by text in a sign-in: the weaker way, and what it is not good for.
@Proves("R-OOB-3")
class SecondTextsTest {
    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.startAlone(new TestClock(), Map.of("sms.pumping-sends", "1000"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String turnOn(Holder holder) {
        String number = Phones.newNumber();
        String contact = Phones.add(holder, number);
        expect(204, holder.browser.json("POST", "/api/two-step/messages", "{\"number\":\"" + contact + "\"}"));
        return number;
    }

    private static TestBrowser half(Holder holder, TestBrowser in) {
        in.cookies.remove("__Host-session");
        Holder.trySignIn(in, holder.address, Holder.PASSWORD);
        return in;
    }

    private static String ways(TestBrowser half) {
        return Holder.json(half, "/api/sign-in/second").get("ways").toString();
    }

    private static long codes(Holder holder, String number) {
        return Holder.mails(holder.browser, number).stream()
                .filter(m -> m.text().contains("your code for: "))
                .count();
    }

    @Test
    @Defends("A16")
    void aTextsCodeOpensTheSignInThatItWasSentForAndNoOther() {
        Holder holder = Holder.signUp(node);
        String number = turnOn(holder);
        TestBrowser first = half(holder, new TestBrowser(node));
        TestBrowser other = half(holder, new TestBrowser(node));
        assertThat(ways(first)).isEqualTo("[\"sms\"]");
        first.get("/sign-in/second");
        first.post("/sign-in/second/sending", Map.of("way", "0"));
        Holder.await("a text", () -> codes(holder, number) == 1);
        String code = Holder.mails(first, number).stream()
                .map(Holder.Mail::text)
                .filter(t -> t.contains("your code for: "))
                .findFirst()
                .orElseThrow()
                .replaceAll("(?s).*#(\\d{8}).*", "$1");
        assertThat(second(other, "message", code)).startsWith("422");
        assertThat(second(first, "message", code)).isEqualTo("303 /account");
        assertThat(second(half(holder, new TestBrowser(node)), "message", code)).startsWith("422");
    }

    @Test
    @Defends("A20")
    void besideAStrongProofItIsNoWayOnADeviceThatIsNotKnown() {
        AppHolder owner = AppHolder.signUp(node);
        String number = turnOn(owner.holder);
        TestBrowser stranger = owner.half();
        assertThat(ways(stranger)).isEqualTo("[\"otp\"]");
        stranger.get("/sign-in/second");
        stranger.post("/sign-in/second/sending", Map.of("way", "1"));
        assertThat(second(stranger, "message", "12345678")).startsWith("422");
        assertThat(ways(owner.half(owner.browser))).isEqualTo("[\"otp\",\"sms\"]");
        assertThat(codes(owner.holder, number)).isZero();
    }

    @Test
    @Defends("A17")
    void whileTextsAreBlockedNothingWeakerComesInTheirPlace() {
        Holder holder = Holder.signUp(node);
        turnOn(holder);
        node.bean(MessageCodes.class).block(new AccountId(UUID.fromString(holder.account())), "sim-swap");
        TestBrowser half = half(holder, new TestBrowser(node));
        assertThat(ways(half)).isEqualTo("[]");
        assertThat(expect(200, half.get("/sign-in/second")).body())
                .contains("your number takes no codes")
                .doesNotContain("name=\"message\"");
        half.get("/sign-in/second");
        assertThat(half.post("/sign-in/second", Map.of("message", "12345678", "password", Holder.PASSWORD))
                        .statusCode())
                .isEqualTo(422);
        assertThat(Holder.isSignedIn(half)).isFalse();

        var act = holder.browser.jsonUnproven("PUT", "/api/phrase", "{\"phrase\":\"blue otter\"}", null);
        assertThat(act.statusCode()).isEqualTo(403);
        assertThat(act.body()).contains("missing-proof");
    }

    @Test
    @Proves("R-RL-2")
    @Defends({"A4", "A14"})
    void strangersWithThePasswordDoNotUseUpTheTextsOfAKnownDevice() {
        Holder holder = Holder.signUp(node);
        String number = turnOn(holder);
        for (int i = 0; i < 5; i++) {
            send(half(holder, new TestBrowser(node)));
        }
        Holder.await("three texts", () -> codes(holder, number) >= 3);
        send(half(holder, holder.browser));
        Holder.await("a text of his own", () -> codes(holder, number) >= 4);
        // And all together are bounded.
        for (int i = 0; i < 5; i++) {
            send(half(holder, holder.browser));
        }
        Holder.await("two more", () -> codes(holder, number) >= 6);
        assertThat(codes(holder, number)).isEqualTo(6);
    }

    private static void send(TestBrowser half) {
        half.get("/sign-in/second");
        half.post("/sign-in/second/sending", Map.of("way", "0"));
    }
}
