package dev.sallyport.withdrawal;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.passkey.Passkeys;
import dev.sallyport.password.GuessNews;
import dev.sallyport.session.Session;
import dev.sallyport.stepup.SecondProofs;
import dev.sallyport.stepup.Ways;
import dev.sallyport.totp.Totps;
import dev.sallyport.wire.WithdrawalTerms;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The proof that is given for one withdrawal: the strongest that the account has, chosen here and
/// never by who sends it (R-SU-1, TX-5). What goes over a network of others, a text or a mail, is
/// none.
@Component
class Proof {
    static final String FAILED = "withdrawal.code-failed";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Ways ways;
    private final Passkeys passkeys;
    private final Totps totps;
    private final SecondProofs seconds;
    private final GuessNews guesses;

    Proof(Ways ways, Passkeys passkeys, Totps totps, SecondProofs seconds, GuessNews guesses) {
        this.ways = ways;
        this.passkeys = passkeys;
        this.totps = totps;
        this.seconds = seconds;
        this.guesses = guesses;
    }

    /// What this account confirms by; null when it has nothing that would do.
    @Nullable
    Kind kind(AccountId account) {
        List<Set<Kind>> would = ways.forMoney(account);
        return would.isEmpty() ? null : would.getFirst().iterator().next();
    }

    /// What the browser is asked.
    String passkeyOptions(AccountId account, WithdrawalTerms terms) {
        return passkeys.forPayment(account, bound(terms), terms.digest()).json();
    }

    int digits(AccountId account) {
        return totps.digits(account);
    }

    private static byte[] bound(WithdrawalTerms terms) {
        return Withdrawal.bound(UUID.fromString(terms.id()), terms.digest());
    }

    /// What came of it.
    sealed interface Given {
        /// @param evidence all by which anybody can check later what was approved
        record Right(String by, String evidence) implements Given {}

        record WrongPasskey() implements Given {}

        record WrongCode() implements Given {}

        /// The code that has just been taken for this withdrawal, once more.
        record Repeated() implements Given {}
    }

    /// Whoever calls has not opened a transaction: what is used up stays used up.
    Given passkey(Session session, WithdrawalTerms terms, String answer, Caller caller) {
        AccountId account = session.account();
        return switch (passkeys.checkPayment(bound(terms), account, terms.digest(), answer, caller)) {
            case Passkeys.Asserted.Wrong wrong -> new Given.WrongPasskey();
            case Passkeys.Asserted.Right right -> {
                String key = passkeys.publicKey(account, right.passkey())
                        .map(Tokens::encode)
                        .orElse("");
                var evidence = new Signed(terms.canonical(), right.passkey().toString(), key, JSON.readTree(answer));
                yield new Given.Right(Kind.PASSKEY.amr(), JSON.writeValueAsString(evidence));
            }
        };
    }

    /// @param key the public half of the passkey in COSE's form, base64url
    /// @param credential `PublicKeyCredential.toJSON()`: its challenge ends with the SHA-256 of `terms`
    record Signed(String terms, String passkey, String key, tools.jackson.databind.JsonNode credential) {}

    Given code(Session session, WithdrawalTerms terms, Secret code, Caller caller) {
        var trier = new SecondProofs.Trier(
                session.account(), lane(session), bound(terms), FAILED, session.id(), session.device());
        return switch (seconds.check(trier, Kind.TOTP, code, caller)) {
            case SecondProofs.Check.Right right ->
                new Given.Right(Kind.TOTP.amr(), JSON.writeValueAsString(new Typed(terms.canonical())));
            case SecondProofs.Check.Wrong wrong -> {
                guesses.tell(session, wrong.failures(), caller);
                yield new Given.WrongCode();
            }
            case SecondProofs.Check.Repeated repeated -> new Given.Repeated();
        };
    }

    /// A code leaves nothing that could be shown to others.
    record Typed(String terms) {}

    /// As for every other act: by device, where there is one.
    private static Attempts.Lane lane(Session session) {
        DeviceId device = session.device();
        return device == null
                ? Attempts.Lane.of(session.account(), Attempts.ACT, session.id())
                : Attempts.Lane.of(session.account(), Attempts.ACT, device);
    }
}
