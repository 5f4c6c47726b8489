package dev.sallyport.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.Contacts;
import dev.sallyport.account.Identifiers;
import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.who.Caller;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Samples;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.Solver;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.passkey.Passkeys;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Nobody learns whether an account exists: known and unknown identifiers get the same bytes but for tokens,
/// in times that two tests cannot tell apart. `docs/enumeration.md` says how it is measured and what came
/// out.
@Proves("R-ID-2")
@Defends({"A5", "A6"})
@Asvs("6.3.8")
class EnumerationTest {
    private static final boolean LONG = Boolean.getBoolean("sallyport.long");
    private static final int PAIRS = LONG ? 10_000 : 300;
    private static final int PEOPLE = LONG ? 500 : 40;
    /// The first ones compile the code and fill caches for both alike.
    private static final int WARM_UP = 40;
    private static final int NUMBER_PAIRS = LONG ? 10_000 : 200;
    /// Each trial that sends a text costs a puzzle besides.
    private static final int TEXTED_PAIRS = LONG ? 10_000 : 100;

    private static final TestNode NODE = TestNode.startAlone(
            new TestClock(),
            Map.of(
                    "password.memory-kib", "7168",
                    "password.iterations", "5",
                    "sign-in.spray-accounts", "1000000",
                    "sign-in.flood-failures", "100000000"));
    private static final List<String> KNOWN = new ArrayList<>();
    private static final List<String> UNKNOWN = new ArrayList<>();
    private static final List<String> KNOWN_NUMBERS = new ArrayList<>();
    private static final List<String> UNKNOWN_NUMBERS = new ArrayList<>();
    private final Random random = new Random(Long.getLong("sallyport.seed", 1));

    @BeforeAll
    static void start() {
        var numbers = new Random();
        int range = numbers.nextInt(100, 400);
        for (int i = 0; i < PEOPLE; i++) {
            Holder holder = Holder.signUp(NODE);
            KNOWN.add(holder.address);
            UNKNOWN.add(Holder.newAddress());
            // A range of numbers gets few texts in an hour, so everybody's is another one.
            String known = "+49151" + (range + i) + numbers.nextInt(10_000, 99_999);
            KNOWN_NUMBERS.add(known);
            UNKNOWN_NUMBERS.add("+49151" + (range + i) + numbers.nextInt(10_000, 99_999));
            holder.browser.get("/account/contacts");
            holder.browser.post("/account/contacts", Map.of("identifier", known));
            holder.browser.get("/account/contacts/new/code");
            String code = Holder.code(holder.browser, known);
            assertThat(holder.browser
                            .post("/account/contacts/new/code", Map.of("code", code))
                            .headers()
                            .firstValue("Location"))
                    .hasValue("/account/contacts?done=added");
        }
    }

    @AfterAll
    static void stop() {
        NODE.close();
    }

    /// One request that is aimed at an address.
    private interface Trial {
        HttpResponse<String> at(String address);
    }

    /// So many pairs, each of a known and an unknown one.
    ///
    /// @param before what is done before each trial and not measured
    private record Series(int pairs, List<String> known, List<String> unknown, Runnable before) {
        static Series ofAddresses() {
            return new Series(PAIRS, KNOWN, UNKNOWN, () -> {});
        }
    }

    private void cannotBeToldApart(String name, Trial trial) {
        cannotBeToldApart(name, Series.ofAddresses(), trial);
    }

    private void cannotBeToldApart(String name, Series series, Trial trial) {
        int pairs = series.pairs();
        var known = new double[pairs];
        var unknown = new double[pairs];
        String expected = null;
        for (int i = -WARM_UP; i < pairs; i++) {
            int person = Math.floorMod(i, PEOPLE);
            if (person == 0) {
                // Nobody waits for a block, and no mailbox is full: time goes on for both alike.
                NODE.clock.advance(Duration.ofHours(2));
            }
            boolean knownFirst = random.nextBoolean();
            for (boolean turn : new boolean[] {knownFirst, !knownFirst}) {
                String address = (turn ? series.known() : series.unknown()).get(person);
                if (LONG && !address.startsWith("+")) {
                    // What a trial leaves behind, such as a notice that is written beside the answer, meets the next
                    // one, and in a pair that is more often the other kind. So each comes after one of a third kind.
                    trial.at(Holder.newAddress());
                }
                series.before().run();
                long begun = System.nanoTime();
                HttpResponse<String> answer = trial.at(address);
                double took = (System.nanoTime() - begun) / 1e6;
                String shown = shown(answer, address);
                expected = expected == null ? shown : expected;
                assertThat(shown)
                        .as("%s of a %s address", name, turn ? "known" : "unknown")
                        .isEqualTo(expected);
                if (i >= 0) {
                    (turn ? known : unknown)[i] = took;
                }
            }
        }
        double ks = Samples.kolmogorovSmirnov(known, unknown);
        double mw = Samples.mannWhitney(known, unknown);
        System.out.printf(
                "enumeration %-22s %,d pairs: medians %.3f ms known, %.3f ms unknown; p = %.4f (Kolmogorov-Smirnov), "
                        + "%.4f (Mann-Whitney)%n",
                name, pairs, Samples.median(known), Samples.median(unknown), ks, mw);
        assertThat(ks).as("%s: Kolmogorov-Smirnov", name).isGreaterThan(0.001);
        assertThat(mw).as("%s: Mann-Whitney", name).isGreaterThan(0.001);
    }

    /// Everything in the answer but what is random or is what was asked.
    private static String shown(HttpResponse<String> answer, String address) {
        var headers = new TreeMap<String, Object>();
        answer.headers()
                .map()
                .forEach((name, values) -> headers.put(
                        name,
                        switch (name) {
                            case "date" -> "a time";
                            case "content-security-policy" ->
                                values.getFirst().replaceAll("nonce-[A-Za-z0-9_-]{22}'", "nonce");
                            case "set-cookie" ->
                                values.stream()
                                        .map(v -> v.replaceAll("=[A-Za-z0-9_-]{43};", "=token;"))
                                        .toList();
                            default -> values;
                        }));
        String body = answer.body()
                .replaceAll("value=\"[A-Za-z0-9_-]{20,}=*\"", "value=token")
                .replaceAll("nonce=\"[A-Za-z0-9_-]{22}\"", "nonce")
                .replaceAll("datetime=\"[^\"]*\">[^<]*<", "time<")
                // Beyond midnight a time comes with its date and zone; the clock goes on between the trials.
                .replaceAll(
                        "([A-Z][a-z]{2} \\d{1,2}, \\d{4}, )?\\d{1,2}:\\d{2}(:\\d{2})?([ \\u202f][AP]M)?( [A-Z]{3,4})?",
                        "time")
                .replace(address, "address");
        headers.remove("content-length");
        int length = body.length();
        return answer.statusCode() + "\n" + headers + "\n" + length + "\n" + body;
    }

    /// A browser that has a token and its cookies; each trial comes from another network, so that no limit is
    /// met.
    private static TestBrowser stranger(String page) {
        var browser = new TestBrowser(NODE);
        browser.get(page);
        assertThat(browser.cookies).containsKey(Cookies.BROWSER);
        return browser;
    }

    private TestBrowser moved(TestBrowser browser) {
        browser.address = random.nextInt(1, 200) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                + random.nextInt(1, 255);
        return browser;
    }

    @Test
    void atSignInByThePage() {
        TestBrowser browser = stranger("/sign-in");
        cannotBeToldApart(
                "sign-in page",
                address -> moved(browser)
                        .post("/sign-in", Map.of("identifier", address, "password", "wrong wrong wrong wrong")));
    }

    @Test
    void atSignInByThePageWithANumber() {
        TestBrowser browser = stranger("/sign-in");
        cannotBeToldApart(
                "sign-in by number",
                new Series(NUMBER_PAIRS, KNOWN_NUMBERS, UNKNOWN_NUMBERS, () -> {}),
                number -> moved(browser)
                        .post("/sign-in", Map.of("identifier", number, "password", "wrong wrong wrong wrong")));
    }

    @Test
    void atSignInByTheInterface() {
        TestBrowser browser = stranger("/sign-in");
        cannotBeToldApart(
                "sign-in interface",
                address -> moved(browser)
                        .json(
                                "POST",
                                "/api/sign-in",
                                "{\"identifier\":\"" + address + "\",\"password\":\"wrong wrong wrong wrong\"}"));
    }

    /// Of the known ones each has a passkey, and what is sent in its place names it.
    @Test
    void atThePasskeyDoor() {
        var passkeys = NODE.bean(Passkeys.class);
        var caller = new Caller("203.0.113.9", "Chrome", null);
        byte[] bound = {1};
        for (String address : KNOWN) {
            var account = NODE.bean(Contacts.class)
                    .find(Identifiers.read(address, "DE").orElseThrow())
                    .orElseThrow()
                    .account();
            var soft = new SoftAuthenticator(NODE.config.origin());
            String made =
                    soft.create(passkeys.registration(account, bound, address).json());
            assertThat(passkeys.register(account, bound, made, "", caller))
                    .isInstanceOf(Passkeys.Registered.Bound.class);
        }
        TestBrowser browser = stranger("/sign-in");
        var forger = new SoftAuthenticator(NODE.config.origin());
        cannotBeToldApart("passkey door", address -> {
            String named = "\"identifier\":\"" + address + "\"";
            String options = moved(browser)
                    .json("POST", "/api/sign-in/passkey/options/named", "{" + named + "}")
                    .body();
            forger.id = SoftAuthenticator.decode(JsonMapper.shared()
                    .readTree(options)
                    .get("allowCredentials")
                    .get(0)
                    .get("id")
                    .asString());
            return browser.json(
                    "POST",
                    "/api/sign-in/passkey",
                    "{" + named + ",\"passkey\":" + JsonMapper.shared().writeValueAsString(forger.get(options)) + "}");
        });
    }

    @Test
    void atSignUp() {
        TestBrowser browser = stranger("/sign-up");
        cannotBeToldApart("sign-up", address -> moved(browser).post("/sign-up", Map.of("identifier", address)));
    }

    @Test
    void atSignUpWithANumber() {
        TestBrowser browser = stranger("/sign-up");
        var solution = new AtomicReference<>("");
        cannotBeToldApart(
                "sign-up by number",
                new Series(
                        TEXTED_PAIRS,
                        KNOWN_NUMBERS,
                        UNKNOWN_NUMBERS,
                        () -> solution.set(Solver.solve(Holder.json(moved(browser), "/api/sign-in/puzzle")))),
                number -> moved(browser).post("/sign-up", Map.of("identifier", number, "altcha", solution.get())));
    }

    @Test
    void atTheCodeOfASignUp() {
        TestBrowser browser = stranger("/sign-up");
        cannotBeToldApart("sign-up code", address -> {
            moved(browser).post("/sign-up", Map.of("identifier", address));
            return browser.post("/sign-up/code", Map.of("code", "00000000"));
        });
    }

    @Test
    void atAskingForAnotherCode() {
        TestBrowser browser = stranger("/sign-up");
        cannotBeToldApart("resend", address -> {
            moved(browser).post("/sign-up", Map.of("identifier", address));
            NODE.clock.advance(Duration.ofMinutes(2));
            return browser.post("/sign-up/code/sending", Map.of());
        });
    }
}
