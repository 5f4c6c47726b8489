package dev.sallyport.recovery;

import dev.sallyport.account.Proofs;
import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.account.Reach;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.passkey.Passkeys;
import dev.sallyport.stepup.Asking;
import dev.sallyport.stepup.SecondProofs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// The second step: a proof that does not hang on the mailbox or the number. A text is none here: who has the phone may
/// have the mailbox too.
@Component
class SecondProof {
    private final Proofs proofs;
    private final Passkeys passkeys;
    private final Asking asking;
    private final SecondProofs seconds;
    private final Visits visits;
    private final Reach reach;
    private final Tx tx;

    SecondProof(
            Proofs proofs, Passkeys passkeys, Asking asking, SecondProofs seconds, Visits visits, Reach reach, Tx tx) {
        this.proofs = proofs;
        this.passkeys = passkeys;
        this.asking = asking;
        this.seconds = seconds;
        this.visits = visits;
        this.reach = reach;
        this.tx = tx;
    }

    /// What would do, strongest first; empty for an account that has nothing of it.
    List<Set<Kind>> ways(AccountId account) {
        Set<Kind> held = proofs.kinds(account);
        if (!held.contains(Kind.PASSKEY) && !held.contains(Kind.TOTP)) {
            return List.of();
        }
        return Stream.of(Kind.PASSKEY, Kind.TOTP, Kind.RECOVERY_CODE)
                .filter(held::contains)
                .filter(kind -> kind == Kind.PASSKEY || !passkeys.isOnly(account))
                .map(Set::of)
                .toList();
    }

    boolean isOnlyPasskeys(AccountId account) {
        return passkeys.isOnly(account);
    }

    /// @param chosen the way that is shown
    record Asked(Asking.Asked asked, int chosen) {}

    Asked ask(Visit visit, int way) {
        List<Set<Kind>> ways = ways(visit.account());
        int chosen = way >= 0 && way < ways.size() ? way : 0;
        return new Asked(asking.of(visit.account(), visit.bound(), ways, chosen), chosen);
    }

    /// False when it was not right. Tries go to the count of sign-ins by strangers: nobody has more of them here.
    boolean prove(Visit visit, Map<Kind, Secret> typed, Caller caller) {
        AccountId account = visit.account();
        Optional<Kind> kind = ways(account).stream()
                .flatMap(Set::stream)
                .filter(typed::containsKey)
                .findFirst();
        if (kind.isEmpty()) {
            return false;
        }
        var lane = Attempts.Lane.ofStrangers(account, Attempts.SECOND, null);
        var trier = new SecondProofs.Trier(account, lane, visit.bound(), "recovery.second-failed", null, null);
        Secret value = Objects.requireNonNull(typed.get(kind.get()));
        return switch (seconds.check(trier, kind.get(), value, caller)) {
            case SecondProofs.Check.Wrong wrong -> {
                if (wrong.failures() == Attempts.FREE || wrong.failures() == Attempts.MOST) {
                    tx.run(() -> reach.all(account, "recovery.guessed", Map.of(), caller));
                }
                yield false;
            }
            case SecondProofs.Check.Repeated repeated -> false;
            case SecondProofs.Check.Right right -> {
                visits.second(visit, kind.get().amr());
                yield true;
            }
        };
    }
}
