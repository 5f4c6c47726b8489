package dev.sallyport.password;

import dev.sallyport.account.Proofs;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.PasswordStore.Peppered;
import dev.sallyport.password.PasswordStore.Row;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The password of an account: what may be one, setting it, checking it.
///
/// Hashing takes time on few threads, so it is never done inside a transaction: [#prepare] first, then
/// [#store] in the transaction that also writes the audit fact and the notice.
@Component
public final class Passwords {
    /// The name of this proof in [Attempts].
    public static final String AUTHENTICATOR = "password";
    /// So many former ones may not come back.
    static final int HISTORY = 5;

    /// At a sign-in the list of breached ones is asked again when the last answer is older than this.
    private static final Duration BREACH_CHECK_KEPT = Duration.ofDays(1);

    private final PasswordStore store;
    private final PasswordRules rules;
    private final Hashes hashes;
    private final Attempts attempts;
    private final Proofs proofs;
    private final Tx tx;
    private final Clock clock;

    Passwords(
            PasswordStore store,
            PasswordRules rules,
            Hashes hashes,
            Attempts attempts,
            Proofs proofs,
            Tx tx,
            Clock clock) {
        this.store = store;
        this.rules = rules;
        this.hashes = hashes;
        this.attempts = attempts;
        this.proofs = proofs;
        this.tx = tx;
        this.clock = clock;
    }

    /// Refuses with `BUSY` when no further hash of this lane fits into the queue: asked first, so that a flood of
    /// tries costs little more than its answers.
    public void requireRoom(Lane lane) {
        hashes.requireRoom(lane);
    }

    /// Why a password is not taken.
    ///
    /// @param detail the number or the word that the sentence names; empty for none
    public record Reason(Kind kind, String detail) {
        public enum Kind {
            TOO_SHORT,
            TOO_LONG,
            NOT_TEXT,
            COMMON,
            BREACHED,
            CONTEXT,
            RUN,
            REPEATED,
            REUSED;

            /// A stable code, such as `too-short`.
            public String code() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }

        static Reason of(Kind kind) {
            return new Reason(kind, "");
        }

        /// The key of the sentence; it takes `detail`.
        public String text() {
            return "password.reason." + kind.code();
        }
    }

    /// Whether something may be an account's password.
    public sealed interface Judgement {
        record Good() implements Judgement {}

        /// @param reasons at least one
        record Bad(List<Reason> reasons) implements Judgement {}

        private static Judgement of(List<Reason> reasons) {
            return reasons.isEmpty() ? new Good() : new Bad(List.copyOf(reasons));
        }
    }

    /// For an account that does not exist yet.
    ///
    /// @param context the holder's own addresses and names
    public Judgement judge(Secret password, List<String> context) {
        return Judgement.of(against(password, context));
    }

    /// For an account that exists: none of its former ones either. Up to six hashes in the known lane, so not
    /// inside a transaction.
    public Judgement judge(AccountId account, Secret password, List<String> context) {
        List<Reason> reasons = against(password, context);
        if (reasons.isEmpty() && reused(account, Typed.orRefuse(password))) {
            return Judgement.of(List.of(Reason.of(Reason.Kind.REUSED)));
        }
        return Judgement.of(reasons);
    }

    /// What this machine can tell alone and at once: for the meter, while somebody types. Nobody else hears of
    /// what is not even sent yet.
    Judgement judgeLocally(Secret password, List<String> context) {
        return Judgement.of(Typed.of(password)
                .map(typed -> rules.againstAlone(typed, context))
                .orElseGet(() -> List.of(tooLong())));
    }

    private List<Reason> against(Secret password, List<String> context) {
        return Typed.of(password).map(typed -> rules.against(typed, context)).orElseGet(() -> List.of(tooLong()));
    }

    private static Reason tooLong() {
        return new Reason(Reason.Kind.TOO_LONG, Integer.toString(Typed.MOST_BYTES));
    }

    private boolean reused(AccountId account, Typed typed) {
        var former = new ArrayList<Peppered>();
        store.find(account).ifPresent(row -> former.add(row.peppered()));
        former.addAll(store.history(account));
        return former.stream().anyMatch(one -> hashes.matches(account, one, typed, Lane.KNOWN));
    }

    /// A password that is hashed and only needs to be stored.
    public static final class Prepared {
        private final AccountId account;
        private final Peppered peppered;
        private final boolean fits;

        private Prepared(AccountId account, Peppered peppered, boolean fits) {
            this.account = account;
            this.peppered = peppered;
            this.fits = fits;
        }

        private Row row(Instant now) {
            return new Row(peppered, now, false, null, fits);
        }
    }

    /// Hashes what [#judge] found good. The account need not exist yet: its number is part of the hash.
    ///
    /// @throws Refused `BUSY` when too many wait for a hash, `TOO_LARGE` for what cannot be a password
    public Prepared prepare(AccountId account, Secret password, Lane lane) {
        Typed typed = Typed.orRefuse(password);
        if (!typed.isText()) {
            throw new Refused(ErrorCode.BAD_REQUEST, "a password that is no text was not judged before");
        }
        return new Prepared(account, hashes.make(account, typed, lane), rules.longEnough(typed));
    }

    /// Makes the prepared one the account's password, in the caller's transaction. Failures counted against
    /// the former one are forgotten.
    public void store(Prepared prepared) {
        put(prepared.account, prepared.row(clock.instant()));
    }

    /// The same, if the account's password is still the one that was set at `changedAt`. What was checked
    /// before the transaction may have been replaced meanwhile, and who knows only the replaced one must not
    /// win (ASVS 15.4.2).
    ///
    /// @return the time of this change; empty when it was replaced, and nothing is done then
    public Optional<Instant> replace(Prepared prepared, Instant changedAt) {
        return tx.run(() -> {
            if (!store.lock(prepared.account, changedAt)) {
                return Optional.empty();
            }
            Instant changed = put(prepared.account, prepared.row(clock.instant()));
            proofs.passwordReplaced(prepared.account);
            return Optional.of(changed);
        });
    }

    /// Whether the password is still the one that was set at `changedAt`. Nobody changes it before the caller's
    /// transaction ends, so that a change ends whatever was opened with the one before.
    public boolean isStill(AccountId account, Instant changedAt) {
        return store.lockShared(account, changedAt);
    }

    /// [#prepare] and [#store] for a caller who has nothing else to write.
    public void set(AccountId account, Secret password, Lane lane) {
        store(prepare(account, password, lane));
    }

    /// Takes over a hash that another system made: bcrypt, scrypt, PBKDF2 or Argon2id, as a PHC string. It
    /// becomes one of ours at the first right sign-in.
    ///
    /// @throws IllegalArgumentException when it is none, or would cost too much to check; the message does
    ///     not repeat it
    public void adopt(AccountId account, String phc, Instant changedAt) {
        StoredHash.parse(phc);
        put(account, new Row(new Peppered(phc, null), changedAt, false, null, false));
    }

    private Instant put(AccountId account, Row row) {
        return tx.run(() -> {
            store.retire(account, clock.instant());
            Instant changedAt = store.put(account, row);
            store.trim(account, HISTORY);
            attempts.forget(account, AUTHENTICATOR);
            // Whoever guessed the second proof had the password before.
            attempts.forget(account, Attempts.SECOND);
            attempts.forget(account, Attempts.ACT);
            proofs.removed(account, Proofs.Kind.PASSWORD);
            proofs.bound(account, Proofs.Kind.PASSWORD);
            return changedAt;
        });
    }

    /// What came of checking a password.
    public sealed interface Check {
        /// @param breached it is known from a breach by now, and must be changed
        /// @param fits it is as long as we ask; one that another system took may not be
        /// @param renewed it was hashed anew with the parameters of today
        /// @param changedAt when it was set, by which [#isStill] knows it again
        record Right(boolean breached, boolean fits, boolean renewed, Instant changedAt) implements Check {}

        record Wrong() implements Check {}
    }

    /// Whether this is the account's password. For no account, or one without a password, the same work is
    /// done on a record that nothing fits (A5). Not inside a transaction.
    ///
    /// @throws Refused `BUSY` when too many wait for a hash, `TOO_LARGE` for what cannot be a password,
    ///     whoever's it were
    public Check check(AccountId account, Secret password, Lane lane) {
        Typed typed = Typed.orRefuse(password);
        Optional<Row> row = store.find(account);
        Peppered record = recordOf(account, row);
        boolean right = hashes.matches(account, record, typed, lane);
        if (row.isEmpty() || !right) {
            return new Check.Wrong();
        }
        boolean renewed = hashes.outdated(record) && renew(account, record, typed, lane);
        boolean breached = noteFacts(account, row.get(), typed);
        return new Check.Right(
                breached, rules.longEnough(typed), renewed, row.get().changedAt());
    }

    /// The work of [#check] with a wrong password, for whoever may not be told more than that.
    public Check.Wrong pretend(AccountId account, Secret password, Lane lane) {
        Typed typed = Typed.orRefuse(password);
        Peppered record = recordOf(account, store.find(account));
        boolean _ = hashes.matches(account, record, typed, lane);
        return new Check.Wrong();
    }

    private Peppered recordOf(AccountId account, Optional<Row> row) {
        return row.map(Row::peppered).orElseGet(() -> hashes.decoy(account));
    }

    private boolean renew(AccountId account, Peppered record, Typed typed, Lane lane) {
        try {
            return store.renew(account, record, hashes.make(account, typed, lane));
        } catch (Refused busy) {
            if (busy.code() != ErrorCode.BUSY) {
                throw busy;
            }
            // The password is right; a full queue must not say otherwise. The next sign-in renews; the pool
            // has
            // counted this one.
            return false;
        }
    }

    private boolean noteFacts(AccountId account, Row row, Typed typed) {
        Instant now = clock.instant();
        boolean fits = rules.longEnough(typed);
        Instant checkedAt = row.breachCheckedAt();
        boolean due = checkedAt == null || checkedAt.plus(BREACH_CHECK_KEPT).isBefore(now);
        Breaches.Answer answer = due ? rules.breached(typed) : Breaches.Answer.UNKNOWN;
        boolean breached = switch (answer) {
            case BREACHED -> true;
            case NOT_BREACHED -> false;
            // Not asked, or no answer: what was known holds on.
            case UNKNOWN -> row.breached();
        };
        boolean answered = answer != Breaches.Answer.UNKNOWN;
        if (answered || fits != row.fits()) {
            store.note(account, row.changedAt(), breached, answered ? now : checkedAt, fits);
        }
        return breached;
    }

    /// What is known of an account's password without seeing it.
    ///
    /// @param breached as of `breachCheckedAt`, the last sign-in at which a list could be asked
    /// @param fits whether it is as long as we ask
    public record Facts(
            Instant changedAt, boolean breached, @Nullable Instant breachCheckedAt, boolean fits) {}

    public Optional<Facts> facts(AccountId account) {
        return store.find(account)
                .map(row -> new Facts(row.changedAt(), row.breached(), row.breachCheckedAt(), row.fits()));
    }

    public boolean exists(AccountId account) {
        return store.find(account).isPresent();
    }

    public Optional<Instant> changedAt(AccountId account) {
        return store.find(account).map(Row::changedAt);
    }

    /// The account signs in without a password from now on. False when it had none.
    public boolean remove(AccountId account) {
        return tx.run(() -> {
            store.retire(account, clock.instant());
            store.trim(account, HISTORY);
            proofs.removed(account, Proofs.Kind.PASSWORD);
            return store.remove(account);
        });
    }

    /// The password opens nothing any more and can never be set again; another must be set. In the caller's
    /// transaction, and before it takes the account's own row: every change of a password does so.
    public boolean end(AccountId account) {
        lock(account);
        return remove(account);
    }

    /// Nobody relies on the account's password until the caller's transaction ends.
    void lock(AccountId account) {
        tx.mustBeOpen();
        store.lockAlone(account);
    }

    /// Leaves nothing, the former ones included: the account is erased.
    public void erase(AccountId account) {
        tx.run(() -> {
            store.remove(account);
            store.removeHistory(account);
        });
    }
}
