package dev.sallyport.recoverycode;

import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The recovery codes of an account.
@Component
public final class RecoveryCodes {
    public static final int COUNT = 10;
    /// So few left are worth a word.
    static final int FEW = 3;

    private final RecoveryCodeStore store;
    private final RecoveryCodeNews news;
    private final Proofs proofs;
    private final CodeHash hash;
    private final Limits limits;
    private final Tx tx;
    private final Clock clock;

    RecoveryCodes(
            RecoveryCodeStore store,
            RecoveryCodeNews news,
            Proofs proofs,
            CodeHash hash,
            Limits limits,
            Tx tx,
            Clock clock) {
        this.store = store;
        this.news = news;
        this.proofs = proofs;
        this.hash = hash;
        this.limits = limits;
        this.tx = tx;
        this.clock = clock;
    }

    /// What can be said of an account's codes.
    ///
    /// @param madeAt null when there never were any
    /// @param confirmedAt when one was typed back; null until then
    public record State(
            int left, @Nullable Instant madeAt, @Nullable Instant confirmedAt) {}

    public State state(AccountId account) {
        return store.set(account)
                .map(set -> new State(store.hashes(account).size(), set.madeAt(), set.confirmedAt()))
                .orElse(new State(0, null, null));
    }

    /// Makes ten new codes and ends all old ones. This is the only time they can be read.
    public List<Secret> create(AccountId account, Caller caller) {
        Prepared prepared = prepare(account);
        return tx.run(() -> store(prepared, caller));
    }

    /// Ten codes that are nobody's yet, and their hashes.
    public static final class Prepared {
        private final AccountId account;
        private final List<String> codes;
        private final byte[] salt;
        private final List<String> hashes;

        private Prepared(AccountId account, List<String> codes, byte[] salt, List<String> hashes) {
            this.account = account;
            this.codes = codes;
            this.salt = salt;
            this.hashes = hashes;
        }
    }

    /// Whether codes have anything to stand in for: by themselves they open nothing.
    public boolean areOfUse(AccountId account) {
        return ProofPolicy.hasSecond(proofs.kinds(account));
    }

    /// The dear half of [#create]: never inside a transaction, which is to be short, and a few times an hour.
    ///
    /// @throws Refused `MISSING_PROOF` while there is no second proof that they could stand in for
    public Prepared prepare(AccountId account) {
        tx.mustNotBeOpen();
        if (!areOfUse(account)) {
            throw new Refused(ErrorCode.MISSING_PROOF, "no second proof that recovery codes could stand in for");
        }
        limits.take(Limit.RECOVERY_CODES, account.toString());
        List<String> codes = Stream.generate(CodeText::create).limit(COUNT).toList();
        byte[] salt = CodeHash.newSalt();
        List<String> hashes =
                codes.stream().map(code -> hash.of(account, salt, code)).toList();
        return new Prepared(account, codes, salt, hashes);
    }

    /// The other half, in the caller's transaction.
    public List<Secret> store(Prepared prepared, Caller caller) {
        tx.mustBeOpen();
        proofs.removed(prepared.account, Proofs.Kind.RECOVERY_CODE);
        proofs.bound(prepared.account, Proofs.Kind.RECOVERY_CODE);
        store.replace(prepared.account, prepared.salt, prepared.hashes, clock.instant());
        news.tell(prepared.account, Fact.success("recoverycode.made"), Map.of(), caller);
        return prepared.codes.stream().map(CodeText::shown).map(Secret::new).toList();
    }

    /// Spends one code. Every use is told by every address. Whoever asks has counted the try.
    public boolean use(AccountId account, String typed, Caller caller) {
        Optional<String> found = find(account, typed);
        return found.isPresent()
                && tx.run(() -> {
                    // Of two that are used at once each must know what the other left: the last one ends the proof.
                    proofs.queueUp(account);
                    if (!store.use(account, found.get())) {
                        return false;
                    }
                    int left = store.hashes(account).size();
                    if (left == 0) {
                        proofs.removed(account, Proofs.Kind.RECOVERY_CODE);
                    }
                    var values = Map.of("left", Integer.toString(left));
                    news.tell(account, Fact.success("recoverycode.used"), values, caller);
                    if (left == FEW) {
                        news.tell(account, Fact.success("recoverycode.few"), values, caller);
                    }
                    return true;
                });
    }

    /// All are compared whichever fits, so that time tells nothing.
    private Optional<String> find(AccountId account, String typed) {
        String code = CodeText.read(typed);
        if (!CodeText.mayBe(code)) {
            return Optional.empty();
        }
        CodeHash.Typed asked = hash.typed(account, store.salt(account), code);
        Optional<String> found = Optional.empty();
        for (String stored : store.hashes(account)) {
            if (hash.isSame(stored, asked)) {
                found = Optional.of(stored);
            }
        }
        return found;
    }

    /// The holder types one back to show that he kept them. It is not spent.
    public boolean confirmKept(AccountId account, String typed) {
        limits.take(Limit.RECOVERY_CODE_KEPT, account.toString());
        if (find(account, typed).isEmpty()) {
            news.notKept();
            return false;
        }
        tx.run(() -> store.confirm(account, clock.instant()));
        return true;
    }

    void erase(AccountId account) {
        store.erase(account);
    }
}
