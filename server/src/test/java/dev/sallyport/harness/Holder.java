package dev.sallyport.harness;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody with an account, made through the pages as anybody makes one, and signed in in one browser.
public final class Holder {
    public static final String PASSWORD = "correct zebra lantern quartz";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern CODE = Pattern.compile("(?m)^(\\d{8}|\\d{4} \\d{4})\\s*$");
    private static final Pattern SMS_CODE = Pattern.compile("\\b(\\d{8}|\\d{4} \\d{4})\\b");

    public final TestNode node;
    public final String address;
    public final TestBrowser browser;

    private Holder(TestNode node, String address, TestBrowser browser) {
        this.node = node;
        this.address = address;
        this.browser = browser;
    }

    public static Holder signUp(TestNode node) {
        return signUp(node, newAddress());
    }

    public static Holder signUp(TestNode node, String address) {
        return signUp(new TestBrowser(node), address);
    }

    public static Holder signUp(TestBrowser browser, String address) {
        proveAddress(browser, address);
        browser.get("/sign-up/password");
        expect(browser.post("/sign-up/password", Map.of("password", PASSWORD)), "/account");
        browser.get("/account");
        browser.prover = Prover.holder(address, PASSWORD);
        return new Holder(browser.node, address, browser);
    }

    /// Sign-up as far as the proven address.
    public static void proveAddress(TestBrowser browser, String address) {
        int before = mails(browser, address).size();
        browser.get("/sign-up");
        expect(browser.post("/sign-up", Map.of("identifier", address, "zone", "Europe/Berlin")), "/sign-up/code");
        browser.get("/sign-up/code");
        await("another mail to " + address, () -> mails(browser, address).size() > before);
        expect(browser.post("/sign-up/code", Map.of("code", code(browser, address))), "/sign-up/password");
    }

    public static String newAddress() {
        return "h" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36) + "@mail.examplex.com";
    }

    private static void expect(HttpResponse<String> answer, String path) {
        if (answer.statusCode() != 303
                || !answer.headers().firstValue("Location").orElse("").equals(path)) {
            throw new AssertionError("not sent to " + path + " but " + answer.statusCode() + " "
                    + answer.headers().firstValue("Location").orElse("") + ": " + answer.body());
        }
    }

    /// Asks for a page, so that the browser has a token, and sends the form of sign-in.
    public static HttpResponse<String> trySignIn(TestBrowser browser, String identifier, String password) {
        browser.get("/sign-in");
        return browser.post("/sign-in", Map.of("identifier", identifier, "password", password));
    }

    /// Signs in from a browser that was never seen before.
    public TestBrowser elsewhere() {
        var other = new TestBrowser(node);
        expect(trySignIn(other, address, PASSWORD), "/account");
        other.get("/account");
        other.prover = Prover.holder(address, PASSWORD);
        return other;
    }

    /// Signs in again in the same browser, as after a long time.
    public void again() {
        browser.cookies.remove("__Host-session");
        expect(trySignIn(browser, address, PASSWORD), "/account");
        browser.get("/account");
    }

    public String account() {
        return json(browser, "/api/session").get("account").asString();
    }

    public String session() {
        return json(browser, "/api/session").get("session").asString();
    }

    public static JsonNode json(TestBrowser browser, String path) {
        return JSON.readTree(browser.get(path).body());
    }

    public static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    public boolean isSignedIn() {
        return isSignedIn(browser);
    }

    public static boolean isSignedIn(TestBrowser browser) {
        return json(browser, "/api/session").get("signedIn").asBoolean();
    }

    /// One message of the demo's mailbox.
    public record Mail(String subject, String text) {
        /// The path of the objection link in it.
        public String objection() {
            var link = Pattern.compile("/objections/[A-Za-z0-9_-]+").matcher(text);
            if (!link.find()) {
                throw new AssertionError("no objection in " + text);
            }
            return link.group();
        }
    }

    /// What came to the holder's first address, the newest first.
    public List<Mail> mails() {
        return mails(browser, address);
    }

    public static List<Mail> mails(TestBrowser browser, String to) {
        return json(browser, "/demo/mailbox.json?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8))
                .valueStream()
                .map(m -> new Mail(m.get("subject").asString(), m.get("text").asString()))
                .toList();
    }

    public static long count(TestBrowser browser, String to, String subject) {
        return mails(browser, to).stream()
                .filter(m -> m.subject().equals(subject))
                .count();
    }

    /// The newest code that came to an address; waits for one.
    public static String code(TestBrowser browser, String to) {
        await(
                "a code for " + to,
                () -> !mails(browser, to).isEmpty()
                        && SMS_CODE.matcher(mails(browser, to).getFirst().text())
                                .find());
        return codeIn(mails(browser, to).getFirst().text());
    }

    /// The codes that came to an address, the newest first, whatever else came between.
    public static List<String> codes(TestBrowser browser, String to) {
        return mails(browser, to).stream()
                .map(Mail::text)
                .filter(text -> SMS_CODE.matcher(text).find())
                .map(Holder::codeIn)
                .toList();
    }

    private static String codeIn(String text) {
        var line = CODE.matcher(text);
        if (line.find()) {
            return line.group(1);
        }
        var inText = SMS_CODE.matcher(text);
        inText.find();
        return inText.group(1);
    }

    /// Waits for what happens beside an answer.
    public static void await(String what, BooleanSupplier happened) {
        long end = System.nanoTime() + 45_000_000_000L;
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen: " + what);
            }
            LockSupport.parkNanos(20_000_000L);
        }
    }
}
