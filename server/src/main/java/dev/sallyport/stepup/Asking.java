package dev.sallyport.stepup;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.account.Reach;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.text.Texts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.messagecode.MessageCodes;
import dev.sallyport.passkey.Passkeys;
import dev.sallyport.totp.Totps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a page that takes second proofs asks for, at sign-in and for acts: one way at a time, the strongest first,
/// and every other way one click away.
@Component
public final class Asking {
    private final Passkeys passkeys;
    private final Totps totps;
    private final MessageCodes messageCodes;
    private final AddressCodes addressCodes;
    private final Reach reach;
    private final Texts texts;

    Asking(
            Passkeys passkeys,
            Totps totps,
            MessageCodes messageCodes,
            AddressCodes addressCodes,
            Reach reach,
            Texts texts) {
        this.passkeys = passkeys;
        this.totps = totps;
        this.messageCodes = messageCodes;
        this.addressCodes = addressCodes;
        this.reach = reach;
        this.texts = texts;
    }

    /// Sends a text with a code that names what it is good for, in the holder's language (R-OOB-2).
    ///
    /// @param stranger whether a device asks that the account does not know
    public void sendText(AccountId account, byte[] bound, String purposeKey, boolean stranger) {
        messageCodes.send(account, bound, texts.get(reach.language(account), purposeKey), stranger);
    }

    /// One page.
    ///
    /// @param kinds what is to be given now
    /// @param passkeyOptions for the browser, when a passkey is asked for
    /// @param digits of an app's code, when one is asked for and all of the account's apps make alike ones; else 0
    /// @param sent where a code went, when one is asked for and was sent
    /// @param others the other ways
    public record Asked(
            List<Kind> kinds,
            @Nullable String passkeyOptions,
            int digits,
            @Nullable Sent sent,
            List<Other> others) {
        public boolean asks(Kind kind) {
            return kinds.contains(kind);
        }
    }

    public record Sent(String masked, Instant until) {}

    /// @param number of the way, for the address
    /// @param kind the proof that it is named by
    public record Other(int number, Kind kind) {}

    /// @param ways what would do, strongest first; empty when nothing can be given now
    /// @param chosen the way that is shown
    public Asked of(AccountId account, byte[] bound, List<Set<Kind>> ways, int chosen) {
        List<Kind> kinds = ways.isEmpty() ? List.of() : List.copyOf(ways.get(chosen));
        var others = new ArrayList<Other>();
        for (int i = 0; i < ways.size(); i++) {
            if (i != chosen) {
                others.add(new Other(i, named(ways.get(i))));
            }
        }
        return new Asked(
                kinds,
                kinds.contains(Kind.PASSKEY)
                        ? passkeys.forHolder(account, bound).json()
                        : null,
                kinds.contains(Kind.TOTP) ? totps.digits(account) : 0,
                sent(account, bound, kinds).orElse(null),
                others);
    }

    private Optional<Sent> sent(AccountId account, byte[] bound, List<Kind> kinds) {
        if (kinds.contains(Kind.CONTACT_CODE)) {
            return addressCodes.waiting(account, bound).map(s -> new Sent(s.masked(), s.codeUntil()));
        }
        return kinds.contains(Kind.MESSAGE_CODE)
                ? messageCodes.waiting(account, bound).map(s -> new Sent(s.masked(), s.until()))
                : Optional.empty();
    }

    /// The password only ever goes along with something.
    private static Kind named(Set<Kind> way) {
        return way.stream().filter(kind -> kind != Kind.PASSWORD).findFirst().orElse(Kind.PASSWORD);
    }

    /// What was typed, by the names of the fields.
    public static Map<Kind, Secret> typed(Form form) {
        var typed = new EnumMap<Kind, Secret>(Kind.class);
        put(typed, Kind.PASSWORD, form.secret("password"));
        put(typed, Kind.CONTACT_CODE, form.secret("contact"));
        put(typed, Kind.TOTP, form.secret("code"));
        put(typed, Kind.MESSAGE_CODE, form.secret("message"));
        put(typed, Kind.RECOVERY_CODE, form.secret("recovery"));
        put(typed, Kind.PASSKEY, form.secret("passkey"));
        return typed;
    }

    private static void put(Map<Kind, Secret> typed, Kind kind, Secret value) {
        if (!value.reveal().isEmpty()) {
            typed.put(kind, value);
        }
    }

    /// What an interface gives: any of these.
    public record Given(
            @Nullable Secret password,
            @Nullable Secret contact,
            @Nullable Secret code,
            @Nullable Secret message,
            @Nullable Secret recovery,
            @Nullable Secret passkey) {
        public Map<Kind, Secret> typed() {
            var typed = new EnumMap<Kind, Secret>(Kind.class);
            add(typed, Kind.PASSWORD, password);
            add(typed, Kind.CONTACT_CODE, contact);
            add(typed, Kind.TOTP, code);
            add(typed, Kind.MESSAGE_CODE, message);
            add(typed, Kind.RECOVERY_CODE, recovery);
            add(typed, Kind.PASSKEY, passkey);
            return typed;
        }

        private static void add(Map<Kind, Secret> typed, Kind kind, @Nullable Secret value) {
            if (value != null) {
                put(typed, kind, value);
            }
        }
    }
}
