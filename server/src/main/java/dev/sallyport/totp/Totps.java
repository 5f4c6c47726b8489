package dev.sallyport.totp;

import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The authenticator apps of an account, and the check of their codes.
@Component
public final class Totps {
    private static final Duration DOUBLE_CLICK = Duration.ofSeconds(2);
    private static final Duration JUST_NOW = Duration.ofMinutes(1);

    private final TotpStore store;
    private final Proofs proofs;
    private final TotpNews news;
    private final Vault vault;
    private final Tx tx;
    private final Clock clock;
    private final TotpRule rule;

    Totps(TotpStore store, Proofs proofs, TotpNews news, Vault vault, Tx tx, Clock clock, TotpRule rule) {
        this.store = store;
        this.proofs = proofs;
        this.news = news;
        this.vault = vault;
        this.tx = tx;
        this.clock = clock;
        this.rule = rule;
    }

    /// What new apps are bound by, and how many steps back are taken.
    TotpRule rule() {
        return rule;
    }

    void refusedStep() {
        news.refusedStep();
    }

    public enum Check {
        RIGHT,
        WRONG,
        /// It was right and has just been spent for the same: a double click, which proves nothing anew.
        REPEATED,
        /// It was right and spent already: somebody else may have seen it.
        REPLAYED
    }

    /// Checks a code against every app of the account and spends its step. Whoever asks has counted the try.
    ///
    /// @param in what it is given for, a sign-in or an act, which no other browser can name
    public Check check(AccountId account, String typed, byte[] in, Caller caller) {
        String code = clean(typed);
        Instant now = clock.instant();
        Check result = Check.WRONG;
        for (TotpStore.Row row : store.list(account)) {
            var of = new TotpRule(TotpRule.Algorithm.of(row.algorithm()), row.digits(), rule.back());
            OptionalLong step = of.step(vault.open(account, TotpBindings.KEY, row.keyClosed()), code, now);
            if (step.isPresent() && result != Check.RIGHT) {
                result = tx.run(() -> spend(account, row.id(), step.getAsLong(), in, now, caller));
            }
        }
        return result;
    }

    private Check spend(AccountId account, UUID id, long step, byte[] in, Instant now, Caller caller) {
        if (store.spend(account, id, step, in, now)) {
            return Check.RIGHT;
        }
        if (store.isRepeat(account, id, step, in, now.minus(DOUBLE_CLICK))) {
            return Check.REPEATED;
        }
        if (store.alarm(account, id, step)) {
            news.tell(account, Fact.failure("totp.replayed"), caller);
        }
        return Check.REPLAYED;
    }

    /// Blanks and dashes come with pasting.
    static String clean(String typed) {
        return typed.replaceAll("[\\s\\p{Z}\\p{Pd}]", "");
    }

    /// Takes a confirmed binding over, in the caller's transaction. One that was begun before another
    /// proof was bound or taken away is none any more: whoever began it may be whom that change was
    /// meant to shut out.
    TotpBindings.Outcome bind(AccountId account, byte[] in, TotpStore.Binding b, long spentStep, Caller caller) {
        Instant now = clock.instant();
        UUID id = Uuid7.at(now.toEpochMilli());
        // First, because it makes changes of one account wait for each other: what is counted below stays so.
        proofs.queueUp(account);
        if (proofs.changedSince(account, b.until().minus(TotpBindings.LIFE), true)) {
            return new TotpBindings.Outcome.Over();
        }
        proofs.bound(account, Proofs.Kind.TOTP, id, in);
        store.insert(
                account,
                new TotpStore.Row(id, b.nameClosed(), b.keyClosed(), b.algorithm(), b.digits(), now, null),
                spentStep);
        if (store.list(account).size() > Totp.MOST) {
            throw new Refused(ErrorCode.CONFLICT, "ten apps were bound meanwhile");
        }
        news.tell(account, Fact.success("totp.added"), caller);
        return new TotpBindings.Outcome.Bound(id, strong(account) == 1);
    }

    /// The app that this first code has bound a moment ago in the same session or sign-in: of a double click the second
    /// answer is the one that is seen.
    Optional<TotpBindings.Outcome.Bound> boundJustNow(AccountId account, byte[] in, String typed) {
        Instant now = clock.instant();
        return store.list(account).stream()
                .filter(row -> now.isBefore(row.boundAt().plus(JUST_NOW)))
                .filter(row -> isSpentLast(account, row, typed, now))
                .filter(row -> proofs.areBoundIn(account, List.of(row.id()), List.of(in)))
                .findFirst()
                .map(row -> new TotpBindings.Outcome.Bound(row.id(), strong(account) == 1));
    }

    /// Only the code that was spent: whether another one would be right is told by [#check] alone, which counts.
    private boolean isSpentLast(AccountId account, TotpStore.Row row, String typed, Instant now) {
        OptionalLong step = new TotpRule(TotpRule.Algorithm.of(row.algorithm()), row.digits(), rule.back())
                .step(vault.open(account, TotpBindings.KEY, row.keyClosed()), clean(typed), now);
        return step.isPresent() && store.isSpentLast(account, row.id(), step.getAsLong());
    }

    private long strong(AccountId account) {
        return proofs.held(account).stream()
                .filter(held -> ProofPolicy.isStrong(held.kind()))
                .count();
    }

    /// How many digits the codes of the account's apps have; 0 when its apps differ or it has none.
    public int digits(AccountId account) {
        int[] all = store.list(account).stream()
                .mapToInt(TotpStore.Row::digits)
                .distinct()
                .toArray();
        return all.length == 1 ? all[0] : 0;
    }

    public List<Totp> list(AccountId account) {
        return store.list(account).stream()
                .map(row -> new Totp(
                        row.id(),
                        vault.openText(account, TotpBindings.NAME, row.nameClosed()),
                        row.boundAt(),
                        row.lastUsedAt()))
                .toList();
    }

    /// Whether an app may be removed as things are now, to be said before a proof is asked for.
    public boolean mayGo(AccountId account, UUID id) {
        return proofs.mayGo(account, id);
    }

    public Proofs.Removal remove(AccountId account, UUID id, Caller caller) {
        return tx.run(() -> {
            // Ids of proofs are one space: a password's or a passkey's is not taken away by this door.
            if (store.list(account).stream().noneMatch(row -> row.id().equals(id))) {
                return Proofs.Removal.UNKNOWN;
            }
            Proofs.Removal removal = proofs.remove(account, id);
            if (removal == Proofs.Removal.DONE) {
                store.delete(account, id);
                news.tell(account, Fact.success("totp.removed"), caller);
            }
            return removal;
        });
    }

    /// False for an app that is not there.
    public boolean rename(AccountId account, UUID id, String name, Caller caller) {
        TotpBindings.mustBeName(name);
        byte[] closed = vault.close(account, TotpBindings.NAME, name.isBlank() ? "Authenticator" : name.strip());
        return tx.run(() -> {
            if (!store.rename(account, id, closed)) {
                return false;
            }
            news.note(account, Fact.success("totp.renamed"), caller);
            return true;
        });
    }
}
