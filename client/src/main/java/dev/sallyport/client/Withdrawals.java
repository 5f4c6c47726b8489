package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import dev.sallyport.client.WithdrawalState.Decision;
import dev.sallyport.client.WithdrawalState.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks whether something may leave an account, and redeems what was approved. Any number of threads
/// may use one.
///
/// ```java var withdrawals = Withdrawals.open(settings); WithdrawalState state =
/// withdrawals.ask(withdrawal, key); // CONFIRM: send the holder to state.page(). Then, when webhook
/// "withdrawal.changed" comes, or by polling: state = withdrawals.find(state.id()); if
/// (state.decision() == Decision.APPROVED && withdrawals.isApproved(state, withdrawal)) {
///     switch (withdrawals.redeem(state, withdrawal, key)) {
///         case Redemption.Done done when !done.again() -> send();
///         case Redemption.Done done -> sendUnlessSent();
///         case Redemption.Not not -> tell(not.reasons());
///     }
/// } ```
///
/// The needed scopes are `withdrawals.ask` and `withdrawals.redeem`. Every method throws [IOException]
/// when there is no clear answer: then nothing is known, and the same call with the same key may be
/// made again.
public final class Withdrawals {
    private static final int OK = 200;
    private static final int NOT_SIGNED_IN = 401;
    private static final int CONFLICT = 409;
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final Settings settings;
    private final Http http;
    private final ServiceTokens tokens;
    private final ApprovalReader approvals;

    private Withdrawals(Settings settings, @Nullable String service) {
        this.settings = settings;
        this.http = new Http(settings.timeout());
        this.tokens = new ServiceTokens(settings, http, "withdrawals.ask withdrawals.redeem");
        this.approvals = new ApprovalReader(settings, Keys.current(settings.issuer(), http, settings.nanos()), service);
    }

    /// An approval must be for the client of the credentials. With a service's token, which does not tell
    /// its name, use [#open(Settings, String)]: otherwise one for any service of the same Sallyport is
    /// believed offline, and refused only when it is redeemed.
    public static Withdrawals open(Settings settings) {
        return new Withdrawals(settings, named(settings.credentials()));
    }

    private static @Nullable String named(Credentials credentials) {
        if (credentials instanceof Credentials.Basic basic) {
            return basic.clientId();
        }
        return credentials instanceof Credentials.Assertion assertion ? assertion.clientId() : null;
    }

    /// The same where the name is given.
    ///
    /// @param service under which Sallyport knows your service's token: what must stand in `aud`
    public static Withdrawals open(Settings settings, String service) {
        return new Withdrawals(settings, service);
    }

    /// Asks. The same key for the same withdrawal gets the first answer again, whenever it is sent;
    /// keep it with your own record of the withdrawal before you call.
    ///
    /// @param key 1 to 200 visible characters, unique for the account
    /// @throws NotTaken when there is something to mend, or the key belongs to another withdrawal
    public WithdrawalState ask(Withdrawal withdrawal, String key) throws IOException, NotTaken {
        return state(taken(post("", Withdrawal.json(withdrawal.members()), key)));
    }

    /// How it stands now. What was held and has had its time is opened by this.
    public WithdrawalState find(String id) throws IOException, NotTaken {
        return state(taken(send("GET", "/" + checked(id), null, null)));
    }

    /// Asks once a second until the holder has decided, or time is up.
    ///
    /// @return how it stands then
    public WithdrawalState await(String id, Duration longest) throws IOException, NotTaken, InterruptedException {
        long end = settings.nanos().getAsLong() + longest.toNanos();
        WithdrawalState state = find(id);
        while (state.decision() == Decision.CONFIRM && end - settings.nanos().getAsLong() > 0) {
            Thread.sleep(1_000);
            state = find(id);
        }
        return state;
    }

    /// Whether the approval is good for exactly this withdrawal, as it stands in your own database.
    /// Decided in this process: whoever has changed your record, or what was answered on the way, is
    /// found here. It says nothing about whether it was used; that is what [#redeem] is for.
    ///
    /// @throws IOException when the keys cannot be read
    public boolean isApproved(WithdrawalState state, Withdrawal withdrawal) throws IOException {
        Instant until = state.until();
        String approval = state.approval();
        if (state.decision() != Decision.APPROVED || until == null || approval == null) {
            return false;
        }
        String hash = withdrawal.hash(state.id(), state.nonce(), until.getEpochSecond());
        try {
            return approvals.isGood(approval, state.id(), hash);
        } catch (Unavailable e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// Uses the approval up, right before the money moves. After a timeout call it again with the same
    /// key: whoever has used it by this key for the same withdrawal gets the same answer, marked as
    /// `again`.
    public Redemption redeem(WithdrawalState state, Withdrawal withdrawal, String key) throws IOException, NotTaken {
        String approval = state.approval();
        if (approval == null) {
            return new Redemption.Not(List.of());
        }
        String body =
                "{\"approval\":" + Json.quote(approval) + ",\"request\":" + Withdrawal.json(withdrawal.members()) + "}";
        HttpResponse<byte[]> answer = post("/" + checked(state.id()) + "/redemption", body, key);
        if (answer.statusCode() == CONFLICT) {
            return new Redemption.Not(reasons(read(answer), "errors", "message"));
        }
        Map<String, Object> done = taken(answer);
        return new Redemption.Done(time(done, "at"), !Boolean.FALSE.equals(done.get("again")));
    }

    /// Takes it back, as long as it was not redeemed.
    ///
    /// @return false when it was, or had ended
    public boolean cancel(String id) throws IOException, NotTaken {
        HttpResponse<byte[]> answer = post("/" + checked(id) + "/cancellation", "", "cancellation");
        if (answer.statusCode() == CONFLICT) {
            return false;
        }
        if (answer.statusCode() != 204) {
            taken(answer);
        }
        return true;
    }

    private static String checked(String id) {
        if (!id.matches("[0-9a-f-]{36}")) {
            throw new IllegalArgumentException("no id of a withdrawal");
        }
        return id;
    }

    private HttpResponse<byte[]> post(String path, String body, String key) throws IOException {
        return send("POST", path, body, key);
    }

    private HttpResponse<byte[]> send(String method, String path, @Nullable String body, @Nullable String key)
            throws IOException {
        URI address = URI.create(settings.inside() + "/v1/withdrawals" + path);
        HttpResponse<byte[]> answer = http.json(method, address, tokens.token(), body, key);
        if (answer.statusCode() == NOT_SIGNED_IN) {
            // Its time may have ended on the way.
            tokens.forget();
            answer = http.json(method, address, tokens.token(), body, key);
        }
        if (answer.statusCode() >= SERVER_ERROR || answer.statusCode() == TOO_MANY) {
            throw new IOException(address + " answers " + answer.statusCode());
        }
        return answer;
    }

    private static Map<String, Object> taken(HttpResponse<byte[]> answer) throws IOException, NotTaken {
        Map<String, Object> body = read(answer);
        if (answer.statusCode() == OK) {
            return body;
        }
        throw new NotTaken(
                body.get("code") instanceof String code ? code : "status " + answer.statusCode(),
                reasons(body, "errors", "message").stream().map(Reason::text).toList());
    }

    private static Map<String, Object> read(HttpResponse<byte[]> answer) throws IOException {
        try {
            return Json.object(answer.body());
        } catch (Malformed e) {
            throw new IOException(answer.uri() + " answers nonsense", e);
        }
    }

    private static WithdrawalState state(Map<String, Object> body) throws IOException {
        return new WithdrawalState(
                text(body, "id"),
                decision(text(body, "decision")),
                reasons(body, "reasons", "text"),
                optional(body, "page"),
                optional(body, "until") == null ? null : time(body, "until"),
                text(body, "nonce"),
                optional(body, "hash"),
                optional(body, "approval"));
    }

    private static Decision decision(String word) {
        for (Decision decision : Decision.values()) {
            if (decision.name().toLowerCase(Locale.ROOT).equals(word)) {
                return decision;
            }
        }
        return Decision.UNKNOWN;
    }

    private static List<Reason> reasons(Map<String, Object> body, String name, String words) {
        var reasons = new ArrayList<Reason>();
        if (body.get(name) instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> map
                        && map.get("code") instanceof String code
                        && map.get(words) instanceof String text) {
                    reasons.add(new Reason(code, text));
                }
            }
        }
        return reasons;
    }

    private static String text(Map<String, Object> body, String name) throws IOException {
        if (body.get(name) instanceof String text) {
            return text;
        }
        throw new IOException("an answer without " + name);
    }

    private static @Nullable String optional(Map<String, Object> body, String name) {
        return body.get(name) instanceof String text ? text : null;
    }

    private static Instant time(Map<String, Object> body, String name) throws IOException {
        try {
            return Instant.parse(text(body, name));
        } catch (DateTimeException e) {
            throw new IOException("an answer with a wrong " + name, e);
        }
    }
}
