package dev.sallyport.stepup;

import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs;
import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.messagecode.MessageCodes;
import dev.sallyport.passkey.Passkeys;
import dev.sallyport.session.Devices;
import dev.sallyport.session.Session;
import dev.sallyport.totp.TotpBindings;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Which proofs are taken from an account now: what `ProofPolicy` says of those it has, without what cannot be given.
/// What is taken away opens nothing weaker: an account whose texts are blocked is not asked for less.
@Component
public final class Ways {
    private final Proofs proofs;
    private final Devices devices;
    private final MessageCodes messageCodes;
    private final Passkeys passkeys;

    Ways(Proofs proofs, Devices devices, MessageCodes messageCodes, Passkeys passkeys) {
        this.proofs = proofs;
        this.devices = devices;
        this.messageCodes = messageCodes;
        this.passkeys = passkeys;
    }

    /// The second proofs that a sign-in takes, each a way of its own, strongest first; empty when the account has none
    /// that can be given now.
    ///
    /// @param knownDevice whether the account knows the device
    public List<Set<Kind>> atSignIn(AccountId account, boolean knownDevice) {
        return possible(
                account,
                ProofPolicy.atSignIn(proofs.kinds(account), knownDevice).stream()
                        .<Set<Kind>>map(EnumSet::of)
                        .toList());
    }

    /// What would do for an act in this session: any of these sets, each whole, strongest first.
    List<Set<Kind>> forAct(Session session, Act act) {
        AccountId account = session.account();
        return possible(
                account,
                ProofPolicy.forAct(proofs.kinds(account), act.about(), act == Act.AGAIN || isSettled(session)));
    }

    /// What would do for a payment, each a set of its own; empty when the account has nothing that would.
    public List<Set<Kind>> forMoney(AccountId account) {
        return possible(account, ProofPolicy.forAct(proofs.kinds(account), Act.About.MONEY));
    }

    private boolean isSettled(Session session) {
        return session.proofs().contains(Kind.CONTACT_CODE.amr())
                || devices.isSettled(session.account(), session.device());
    }

    Set<Kind> held(AccountId account) {
        return proofs.kinds(account);
    }

    /// Whether the account's first strong proof has just been bound in this very session: then its recovery
    /// codes come without a further proof. Whoever has used his up gives one, and so does who sits at another
    /// session, which may be a thief's, opened by the password when it was still enough.
    boolean hasJustBegun(Session session, Instant now) {
        List<Proofs.Held> strong = proofs.held(session.account()).stream()
                .filter(held -> ProofPolicy.isStrong(held.kind()))
                .toList();
        return !strong.isEmpty()
                && strong.stream().allMatch(held -> now.isBefore(held.boundAt().plus(Session.FRESH)))
                && proofs.areBoundIn(
                        session.account(),
                        strong.stream().map(Proofs.Held::id).toList(),
                        List.of(TotpBindings.boundTo(session.id().value()), Passkeys.boundTo(session)));
    }

    /// Whether the account's second proofs have changed since, in the caller's transaction.
    boolean haveChangedSince(AccountId account, Instant since) {
        return proofs.changedSince(account, since, true);
    }

    private List<Set<Kind>> possible(AccountId account, List<Set<Kind>> ways) {
        if (passkeys.isOnly(account)) {
            return ways.stream()
                    .filter(way -> way.equals(EnumSet.of(Kind.PASSKEY)))
                    .toList();
        }
        boolean texts = ways.stream().noneMatch(way -> way.contains(Kind.MESSAGE_CODE))
                || messageCodes.state(account).possible();
        return texts
                ? ways
                : ways.stream().filter(way -> !way.contains(Kind.MESSAGE_CODE)).toList();
    }
}
