package dev.sallyport.harness;

import dev.sallyport.audit.Audit;
import dev.sallyport.base.who.AccountId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Somebody with an authenticator app, bound as anybody binds one, and with what else a test wants.
public final class AppHolder {
    private static final Pattern SECRET = Pattern.compile("[?&]secret=([A-Z2-7]+)");
    private static final Duration STEP = Duration.ofSeconds(30);

    public final Holder holder;
    public final TestBrowser browser;
    public final String key;
    public final AccountId account;
    private @Nullable String last;

    private AppHolder(Holder holder, String key) {
        this.holder = holder;
        this.browser = holder.browser;
        this.key = key;
        this.account = new AccountId(UUID.fromString(holder.account()));
    }

    public static AppHolder signUp(TestNode node) {
        Holder holder = Holder.signUp(node);
        HttpResponse<String> begun =
                expect(201, holder.browser.json("POST", "/api/authenticators", "{\"name\":\"Phone\"}"));
        var app = new AppHolder(holder, key(Holder.json(begun).get("otpauth").asString()));
        expect(200, holder.browser.json("POST", "/api/authenticators/code", "{\"code\":\"" + app.code() + "\"}"));
        holder.browser.prover = Prover.code(app::code);
        return app;
    }

    /// The key in an address as apps read it.
    public static String key(String otpauth) {
        var secret = SECRET.matcher(otpauth);
        if (!secret.find()) {
            throw new AssertionError("no key");
        }
        return secret.group(1);
    }

    /// A code that was not used yet; time goes on until the app shows one.
    public synchronized String code() {
        String code = Oathtool.code(key, holder.node.clock.instant());
        while (code.equals(last)) {
            holder.node.clock.advance(STEP);
            code = Oathtool.code(key, holder.node.clock.instant());
        }
        last = code;
        return code;
    }

    /// A code that the app does not show, now or a step before or after.
    public String wrongCode() {
        List<String> near = List.of(at(-1), at(0), at(1));
        for (int i = 0; ; i++) {
            String guess = String.format("%06d", i);
            if (!near.contains(guess)) {
                return guess;
            }
        }
    }

    private String at(int steps) {
        return Oathtool.code(key, holder.node.clock.instant().plus(STEP.multipliedBy(steps)));
    }

    public List<String> recoveryCodes() {
        return Holder.json(expect(201, browser.json("POST", "/api/recovery-codes", "{}")))
                .get("codes")
                .valueStream()
                .map(code -> code.asString())
                .toList();
    }

    /// Binds a passkey, too.
    public SoftAuthenticator passkey() {
        var soft = new SoftAuthenticator(holder.node.config.origin());
        String options =
                expect(200, browser.json("POST", "/api/passkeys/options", null)).body();
        expect(201, browser.json("POST", "/api/passkeys", "{\"credential\":" + soft.create(options) + "}"));
        browser.prover = Prover.passkey(soft);
        return soft;
    }

    /// A sign-in as far as the right password, in a browser that was never seen before.
    public TestBrowser half() {
        return half(new TestBrowser(holder.node));
    }

    public TestBrowser half(TestBrowser in) {
        in.cookies.remove("__Host-session");
        HttpResponse<String> answer = Holder.trySignIn(in, holder.address, Holder.PASSWORD);
        if (!place(answer).equals("303 /sign-in/second")) {
            throw new AssertionError(place(answer) + ": " + answer.body());
        }
        return in;
    }

    /// Gives a second proof in a sign-in that is half done, as a page does.
    public static String second(TestBrowser half, String field, String value) {
        if (half.get("/sign-in/second").statusCode() != 200) {
            return "not due";
        }
        return place(half.post("/sign-in/second", Map.of(field, value)));
    }

    public static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    public static HttpResponse<String> expect(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new AssertionError("not " + status + " but " + answer.statusCode() + " "
                    + answer.headers().map() + ": " + Objects.requireNonNull(answer.body()));
        }
        return answer;
    }

    /// How many facts of a kind stand in the record.
    public long facts(String kind) {
        return holder.node
                .bean(Audit.class)
                .timeline(account, kind, Long.MAX_VALUE, 500)
                .size();
    }
}
