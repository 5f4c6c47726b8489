package dev.sallyport.signals;

import dev.sallyport.audit.Fact;
import dev.sallyport.session.Assurance;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What of the record of facts becomes an event. Everything else stays within: failed tries, and whatever is of a
/// person.
final class Projection {
    /// @param more what is told besides account, session and device
    record Told(Kind kind, Map<String, String> more) {}

    private Projection() {}

    static Optional<Told> of(Fact fact) {
        Told told = fact.succeeded() ? done(fact) : suspected(fact);
        return Optional.ofNullable(told);
    }

    private static @Nullable Told done(Fact fact) {
        return switch (fact.kind()) {
            case "session.opened" -> told(Kind.SESSION_STARTED, "proofs", proofs(fact), "level", level(fact));
            case "session.renewed" -> told(Kind.SESSION_PROVEN, "proofs", proofs(fact), "level", level(fact));
            case "session.ended" -> told(Kind.SESSION_ENDED, "reason", detail(fact, "reason"));
            case "oauth.ended", "oauth.token-revoked" ->
                told(
                        Kind.TOKENS_REVOKED,
                        "client",
                        detail(fact, "client"),
                        "grant",
                        detail(fact, "grant"),
                        "token",
                        detail(fact, "token"),
                        "reason",
                        detail(fact, "reason"));
            case "signin.succeeded" -> told(Kind.SIGN_IN_SUCCEEDED, "device", detail(fact, "device"));
            case "account.opened" -> told(Kind.ACCOUNT_OPENED);
            case "account.closing" -> told(Kind.ACCOUNT_DISABLED, "reason", "closing");
            case "account.kept" -> told(Kind.ACCOUNT_ENABLED);
            case "lockdown.on" -> told(Kind.ACCOUNT_DISABLED, "reason", "locked-down");
            case "recovery.begun" -> told(Kind.RECOVERY_USED, "with", detail(fact, "shown"));
            case "recovery.completed" -> recovered(fact);
            case "apikey.created" -> apiKey(Kind.API_KEY_CREATED, fact, "");
            case "apikey.changed" -> apiKey(Kind.API_KEY_CHANGED, fact, "changed");
            case "apikey.frozen" -> apiKey(Kind.API_KEY_CHANGED, fact, "frozen");
            case "apikey.thawed" -> apiKey(Kind.API_KEY_CHANGED, fact, "thawed");
            case "apikey.revoked" -> apiKey(Kind.API_KEY_REVOKED, fact, "");
            case "account.erased" -> told(Kind.ACCOUNT_PURGED);
            case "withdrawal.approved" -> withdrawal(fact, "approved");
            case "withdrawal.opened" -> withdrawal(fact, "confirm");
            case "withdrawal.cancelled" -> withdrawal(fact, "cancelled");
            case "withdrawal.redeemed" -> withdrawal(fact, "redeemed");
            default -> changed(fact);
        };
    }

    /// A locked account is open again, or a lost password is another one.
    private static Told recovered(Fact fact) {
        return "locked-account".equals(detail(fact, "of"))
                ? told(Kind.ACCOUNT_ENABLED)
                : credential("password", "update");
    }

    private static Told withdrawal(Fact fact, String decision) {
        return told(
                Kind.WITHDRAWAL_CHANGED,
                "withdrawal",
                detail(fact, "withdrawal"),
                "decision",
                decision,
                "reasons",
                detail(fact, "reasons"));
    }

    private static @Nullable Told changed(Fact fact) {
        return switch (fact.kind()) {
            case "password.changed" -> credential("password", "update");
            case "passkey.added" -> credential(passkey(fact), "create");
            case "passkey.removed" -> credential(passkey(fact), "delete");
            case "totp.added" -> credential("app", "create");
            case "totp.removed" -> credential("app", "delete");
            case "messagecode.on" -> credential("phone-sms", "create");
            case "messagecode.off" -> credential("phone-sms", "delete");
            case "messagecode.blocked" -> credential("phone-sms", "revoke");
            case "recoverycode.made" -> told(Kind.RECOVERY_CHANGED, "change", "recovery-codes-made");
            case "recoverycode.used" -> told(Kind.RECOVERY_USED, "with", "recovery-code");
            case "contact.added" -> told(Kind.IDENTIFIER_CHANGED, "change", "added", "kind", kind(fact));
            case "contact.removed" -> told(Kind.IDENTIFIER_CHANGED, "change", "removed", "kind", kind(fact));
            case "contact.primary-changed" -> told(Kind.IDENTIFIER_CHANGED, "change", "primary");
            case "device.trusted" -> told(Kind.DEVICE_CHANGED, "change", "trusted");
            case "device.distrusted" -> told(Kind.DEVICE_CHANGED, "change", "distrusted");
            case "device.forgotten" -> told(Kind.DEVICE_CHANGED, "change", "forgotten");
            default -> null;
        };
    }

    /// What failed and is told all the same: what somebody waits for does not happen, and signs that somebody else has
    /// what is the holder's.
    private static @Nullable Told suspected(Fact fact) {
        return switch (fact.kind()) {
            case "session.moved" -> told(Kind.SESSION_HELD, "reason", detail(fact, "reason"));
            case "withdrawal.refused", "withdrawal.voided", "withdrawal.given-up" -> withdrawal(fact, "refused");
            case "withdrawal.declined" -> withdrawal(fact, "declined");
            case "device.copy-suspected" -> told(Kind.CREDENTIAL_SUSPECTED, "credential", "trusted-device");
            case "passkey.clone-suspected" -> told(Kind.CREDENTIAL_SUSPECTED, "credential", passkey(fact));
            default -> null;
        };
    }

    private static Told apiKey(Kind kind, Fact fact, String change) {
        return told(
                kind,
                "key",
                detail(fact, "key"),
                "kind",
                detail(fact, "keyKind"),
                "change",
                change,
                "reason",
                kind == Kind.API_KEY_REVOKED ? detail(fact, "reason") : "");
    }

    private static Told credential(String type, String change) {
        return told(Kind.CREDENTIAL_CHANGED, "credential", type, "change", change);
    }

    /// CAEP knows two kinds. Whether a passkey is copied between devices is all that we know of it.
    private static String passkey(Fact fact) {
        return "false".equals(fact.detail().get("synced")) ? "fido2-roaming" : "fido2-platform";
    }

    private static String kind(Fact fact) {
        return detail(fact, "kind").toLowerCase(Locale.ROOT);
    }

    private static String proofs(Fact fact) {
        return detail(fact, "proofs");
    }

    private static String level(Fact fact) {
        return Assurance.of(List.of(proofs(fact).split(" "))).word();
    }

    private static String detail(Fact fact, String name) {
        return fact.detail().getOrDefault(name, "");
    }

    private static Told told(Kind kind, String... pairs) {
        var more = new TreeMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i + 1].isEmpty()) {
                more.put(pairs[i], pairs[i + 1]);
            }
        }
        return new Told(kind, more);
    }
}
