package dev.sallyport.totp;

import dev.sallyport.account.Contact;
import dev.sallyport.account.Contacts;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.wire.ErrorCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Binds an app: shows a key, and takes it once a first code has come back.
@Component
public final class TotpBindings {
    static final String KEY = "totp.key";
    static final String NAME = "totp.name";
    static final Duration LIFE = Duration.ofMinutes(15);
    private static final int CHECKS = 5;

    private final TotpStore store;
    private final Totps totps;
    private final Contacts contacts;
    private final Vault vault;
    private final Config config;
    private final Tx tx;
    private final Clock clock;

    TotpBindings(TotpStore store, Totps totps, Contacts contacts, Vault vault, Config config, Tx tx, Clock clock) {
        this.store = store;
        this.totps = totps;
        this.contacts = contacts;
        this.vault = vault;
        this.config = config;
        this.tx = tx;
        this.clock = clock;
    }

    /// What a binding belongs to: a session's or a sign-in's id.
    public static byte[] boundTo(UUID id) {
        return Tokens.hash("totp-binding|" + id);
    }

    /// A binding in progress, as its key is shown.
    ///
    /// @param keyInGroups base32, for typing
    /// @param otpauth the same as an address that apps open
    /// @param svg the same as a QR code
    public record Begun(
            String name,
            String keyInGroups,
            Secret otpauth,
            String svg,
            TotpRule.Algorithm algorithm,
            int digits,
            Instant until) {
        /// Whether an app that is given the key as text alone makes other codes than ours.
        public boolean isUncommon() {
            return algorithm != TotpRule.Algorithm.SHA1 || digits != 6;
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// Whether a name may be given to an app.
    public static boolean isName(String name) {
        return name.codePointCount(0, name.length()) <= Totp.MOST_NAME && Plain.isHarmless(name);
    }

    /// @throws Refused `INVALID` for what may not be one
    static void mustBeName(String name) {
        if (!isName(name)) {
            throw new Refused(Mistakes.in("name", "totp.mistake.name"));
        }
    }

    /// Begins; a newer one takes the place of an older one.
    ///
    /// @param bound see [#boundTo]
    public void begin(AccountId account, byte[] bound, String name) {
        mustBeName(name);
        if (totps.list(account).size() >= Totp.MOST) {
            throw new Refused(ErrorCode.CONFLICT, "ten apps are bound");
        }
        TotpRule rule = totps.rule();
        var binding = new TotpStore.Binding(
                vault.close(account, NAME, name.isBlank() ? "Authenticator" : name.strip()),
                vault.close(account, KEY, rule.algorithm().newKey()),
                rule.algorithm().name(),
                rule.digits(),
                CHECKS,
                clock.instant().plus(LIFE));
        tx.run(() -> store.begin(account, bound, binding));
    }

    /// How many digits the first code of the binding in progress has; empty when there is none.
    public OptionalInt pending(AccountId account, byte[] bound) {
        return store.binding(account, bound, clock.instant()).stream()
                .mapToInt(TotpStore.Binding::digits)
                .findFirst();
    }

    /// The key, the first time it is asked for and never again (R-OTP-3).
    public Optional<Begun> show(AccountId account, byte[] bound) {
        return store.show(account, bound, clock.instant()).map(b -> {
            String key = Base32.encode(vault.open(account, KEY, b.keyClosed()));
            String address = otpauth(account, key, b);
            return new Begun(
                    vault.openText(account, NAME, b.nameClosed()),
                    Base32.inGroups(key),
                    new Secret(address),
                    QrCode.svg(address),
                    TotpRule.Algorithm.of(b.algorithm()),
                    b.digits(),
                    b.until());
        });
    }

    /// The address that apps read (Key Uri Format); the account is named by what it is signed in with.
    private String otpauth(AccountId account, String key, TotpStore.Binding b) {
        String holder =
                contacts.list(account).stream().findFirst().map(Contact::masked).orElse("");
        return "otpauth://totp/" + encode(config.brand()) + ":" + encode(holder) + "?secret=" + key + "&issuer="
                + encode(config.brand()) + "&algorithm=" + b.algorithm() + "&digits=" + b.digits() + "&period="
                + TotpRule.STEP;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// What came of a first code.
    public sealed interface Outcome {
        /// @param first it is the account's first strong proof
        record Bound(UUID id, boolean first) implements Outcome {}

        record Wrong() implements Outcome {}

        /// Too many wrong codes, too late, or bound already: it begins anew.
        record Over() implements Outcome {}
    }

    /// The first code, which is spent by it (R-OTP-1).
    public Outcome confirm(AccountId account, byte[] bound, String typed, Caller caller) {
        // One transaction: whoever took a check has the row to himself, so that what is bound is the key that the code
        // was looked at with, and no newer one.
        return tx.run(() -> {
            Instant now = clock.instant();
            Optional<TotpStore.Binding> taken = store.takeCheck(account, bound, now);
            if (taken.isEmpty()) {
                totps.refusedStep();
                return new Outcome.Over();
            }
            TotpStore.Binding b = taken.get();
            var rule = new TotpRule(
                    TotpRule.Algorithm.of(b.algorithm()),
                    b.digits(),
                    totps.rule().back());
            OptionalLong step = rule.step(vault.open(account, KEY, b.keyClosed()), Totps.clean(typed), now);
            if (step.isEmpty()) {
                return b.checksLeft() == 0 ? new Outcome.Over() : new Outcome.Wrong();
            }
            store.consume(account, bound);
            return totps.bind(account, bound, b, step.getAsLong(), caller);
        });
    }
}
