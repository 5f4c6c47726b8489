package dev.sallyport.signals;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every kind of event that a receiver can be told of. The catalogue for people, with examples, is docs/events.md.
///
/// A change of a mail address is CAEP's or RISC's "recovery information": "identifier-changed" is for whoever rules the
/// mailbox itself, and would have to name the old address.
public enum Kind {
    // spotless:off
    SESSION_STARTED      ("session.started",    Schema.CAEP + "session-established"),
    SESSION_PROVEN       ("session.proven",     Schema.CAEP + "assurance-level-change"),
    SESSION_HELD         ("session.held",       Schema.CAEP + "risk-level-change"),
    SESSION_ENDED        ("session.ended",      Schema.CAEP + "session-revoked"),
    TOKENS_REVOKED       ("tokens.revoked",     Schema.OURS + "tokens-revoked"),
    API_KEY_CREATED      ("apikey.created",     null),
    API_KEY_CHANGED      ("apikey.changed",     null),
    API_KEY_REVOKED      ("apikey.revoked",     null),
    SIGN_IN_SUCCEEDED    ("sign-in.succeeded",  null),
    CREDENTIAL_CHANGED   ("credential.changed", Schema.CAEP + "credential-change"),
    CREDENTIAL_SUSPECTED ("credential.suspected", Schema.CAEP + "risk-level-change"),
    DEVICE_CHANGED       ("device.changed",     null),
    IDENTIFIER_CHANGED   ("identifier.changed", Schema.RISC + "recovery-information-changed"),
    RECOVERY_CHANGED     ("recovery.changed",   Schema.RISC + "recovery-information-changed"),
    RECOVERY_USED        ("recovery.used",      Schema.RISC + "recovery-activated"),
    ACCOUNT_OPENED       ("account.opened",     null),
    ACCOUNT_DISABLED     ("account.disabled",   Schema.RISC + "account-disabled"),
    ACCOUNT_ENABLED      ("account.enabled",    Schema.RISC + "account-enabled"),
    ACCOUNT_PURGED       ("account.purged",     Schema.RISC + "account-purged"),
    WITHDRAWAL_CHANGED   ("withdrawal.changed", null),
    // Of a stream itself, told to its receiver alone.
    STREAM_VERIFIED      ("stream.verified",    Schema.SSF + "verification");
    // spotless:on

    private final String type;
    private final @Nullable String schema;

    Kind(String type, @Nullable String schema) {
        this.type = type;
        this.schema = schema;
    }

    /// As webhooks and the stream call it.
    public String type() {
        return type;
    }

    /// The event type of a security event token; null where there is none for it.
    @Nullable
    String schema() {
        return schema;
    }

    /// Whether what somebody remembers of a session, token or key is no longer true.
    boolean revokes() {
        return switch (this) {
            case SESSION_ENDED, SESSION_HELD, TOKENS_REVOKED, ACCOUNT_DISABLED, API_KEY_CHANGED, API_KEY_REVOKED ->
                true;
            default -> false;
        };
    }

    /// Whether it is about an account, and not about a stream.
    boolean ofAccounts() {
        return this != STREAM_VERIFIED;
    }

    static Optional<Kind> of(String type) {
        return Arrays.stream(values()).filter(kind -> kind.type.equals(type)).findFirst();
    }

    private static final class Schema {
        static final String CAEP = "https://schemas.openid.net/secevent/caep/event-type/";
        static final String RISC = "https://schemas.openid.net/secevent/risc/event-type/";
        static final String SSF = "https://schemas.openid.net/secevent/ssf/event-type/";
        static final String OURS = "urn:sallyport:event-type:";
    }
}
