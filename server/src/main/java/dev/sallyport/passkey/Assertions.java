package dev.sallyport.passkey;

import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.passkey.CeremonyStore.Purpose;
import dev.sallyport.passkey.CeremonyStore.Taken;
import dev.sallyport.passkey.Enrolment.Judges;
import dev.sallyport.passkey.PasskeyStore.Known;
import dev.sallyport.passkey.Passkeys.Asserted;
import dev.sallyport.passkey.WebAuthnCheck.Proven;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Checks a proof by a passkey (WebAuthn section 7.2), in the order of the standard.
@Component
final class Assertions {
    /// A copy in use would otherwise fill the holder's mailbox.
    private static final Duration TOLD_AGAIN = Duration.ofDays(1);

    private final PasskeyStore store;
    private final Judges judges;
    private final PasskeyNews news;
    private final Tx tx;
    private final Clock clock;

    Assertions(PasskeyStore store, Judges judges, PasskeyNews news, Tx tx, Clock clock) {
        this.store = store;
        this.judges = judges;
        this.news = news;
        this.tx = tx;
        this.clock = clock;
    }

    Asserted check(byte[] bound, @Nullable AccountId expected, String responseJson, Caller caller) {
        return Answer.Signed.read(responseJson)
                .map(signed ->
                        check(bound, expected, signed, caller, Purpose.ANYONE, Purpose.IDENTIFIER, Purpose.HOLDER))
                .orElseGet(() -> unsigned(Refusal.MALFORMED));
    }

    Asserted checkPayment(byte[] bound, AccountId account, byte[] digest, String responseJson, Caller caller) {
        return Answer.Signed.read(responseJson)
                .map(signed -> endsWith(signed.client().challenge(), digest)
                        ? check(bound, account, signed, caller, Purpose.PAYMENT)
                        : unsigned(Refusal.CHALLENGE))
                .orElseGet(() -> unsigned(Refusal.MALFORMED));
    }

    /// Whatever the database says of the challenge: what was signed must name the payment itself.
    private static boolean endsWith(byte[] challenge, byte[] digest) {
        int begin = challenge.length - digest.length;
        return begin > 0 && Tokens.same(Arrays.copyOfRange(challenge, begin, challenge.length), digest);
    }

    private Asserted check(
            byte[] bound, @Nullable AccountId expected, Answer.Signed signed, Caller caller, Purpose... purposes) {
        // The look-up is the same one for all, so that time does not tell which passkeys there are.
        Optional<Known> known = store.find(signed.credentialId());
        Judged judged = judge(bound, expected, signed, known.orElse(null), purposes);
        return switch (judged) {
            case Judged.Bad bad -> unsigned(bad.reason());
            case Judged.Foreign foreign -> tx.run(() -> foreign(foreign, caller));
            case Judged.Good good -> tx.run(() -> used(good, caller));
        };
    }

    private sealed interface Judged {
        record Good(Known known, Proven.Good proven) implements Judged {}

        record Bad(Refusal reason) implements Judged {}

        /// Rightly signed, by a passkey that was not asked for.
        record Foreign(Known known, Refusal reason) implements Judged {}
    }

    private Judged judge(
            byte[] bound,
            @Nullable AccountId expected,
            Answer.Signed signed,
            @Nullable Known known,
            Purpose... purposes) {
        // Taken before anything else is looked at: an answer that fails further down has used it up too.
        Optional<Taken> taken =
                judges.ceremonies().take(expected, signed.client().challenge(), bound, purposes);
        if (taken.isEmpty()) {
            return new Judged.Bad(Refusal.CHALLENGE);
        }
        Optional<Refusal> against = judges.party().against(signed.client(), "webauthn.get");
        if (against.isPresent()) {
            return new Judged.Bad(against.get());
        }
        Proven proven = judges.check().signed(signed, known);
        Optional<Refusal> who = who(taken.get(), expected, signed, known);
        if (known == null) {
            return new Judged.Bad(who.orElse(Refusal.UNKNOWN));
        }
        return switch (proven) {
            case Proven.Good good when who.isPresent() -> new Judged.Foreign(known, who.get());
            case Proven.Good good -> new Judged.Good(known, good);
            case Proven.Bad bad -> new Judged.Bad(who.orElse(bad.reason()));
        };
    }

    /// W-7.
    private static Optional<Refusal> who(
            Taken taken, @Nullable AccountId expected, Answer.Signed signed, @Nullable Known known) {
        boolean open = taken.purpose() == Purpose.ANYONE;
        if (!open && (known == null || !known.account().equals(taken.account()))) {
            return Optional.of(Refusal.NOT_LISTED);
        }
        if (known == null) {
            return Optional.of(Refusal.UNKNOWN);
        }
        if (expected != null && !known.account().equals(expected)) {
            return Optional.of(Refusal.NOT_LISTED);
        }
        byte[] handle = signed.userHandle();
        boolean handleFits = handle == null ? !open : Tokens.same(handle, known.userHandle());
        return handleFits ? Optional.empty() : Optional.of(Refusal.USER_HANDLE);
    }

    /// W-12: nothing is written before everything was checked.
    private Asserted used(Judged.Good good, Caller caller) {
        Optional<Known> locked = store.lock(good.known());
        if (locked.isEmpty()) {
            return new Asserted.Wrong(Refusal.UNKNOWN);
        }
        Known known = locked.get();
        AccountId account = known.account();
        Instant now = clock.instant();
        Proven.Good proven = good.proven();
        boolean copied = Passkey.mayBeCopied(known.signCount(), proven.signCount());
        if (copied) {
            news.record(
                    account,
                    Fact.failure("passkey.clone-suspected")
                            .from(caller)
                            .with("passkey", known.id().toString())
                            .with("stored", Long.toString(known.signCount()))
                            .with("seen", Long.toString(proven.signCount())));
            Instant before = known.suspectedAt();
            if (before == null || before.plus(TOLD_AGAIN).isBefore(now)) {
                news.all(account, "passkey.clone-suspected", caller);
            }
        }
        if (proven.backedUp() != known.backedUp()) {
            Fact fact = proven.backedUp() ? Fact.success("passkey.backup-began") : Fact.success("passkey.backup-ended");
            news.record(account, fact.from(caller).with("passkey", known.id().toString()));
        }
        store.used(known, proven.signCount(), proven.backedUp(), copied ? now : known.suspectedAt(), now);
        return new Asserted.Right(account, known.id(), !known.backupEligible());
    }

    /// Anybody can send this, about anybody. Written down, it would let strangers fill a holder's record, and the time
    /// it takes would tell who has an account (A5).
    private Asserted unsigned(Refusal reason) {
        news.refused("passkey.refused");
        return new Asserted.Wrong(reason);
    }

    private Asserted foreign(Judged.Foreign foreign, Caller caller) {
        news.record(
                foreign.known().account(),
                Fact.failure("passkey.refused")
                        .from(caller)
                        .with("for", "proof")
                        .with("reason", foreign.reason().code()));
        return new Asserted.Wrong(foreign.reason());
    }
}
