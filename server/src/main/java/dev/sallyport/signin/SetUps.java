package dev.sallyport.signin;

import dev.sallyport.account.Contact;
import dev.sallyport.account.Contacts;
import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.passkey.Passkeys;
import dev.sallyport.recoverycode.RecoveryCodes;
import dev.sallyport.totp.TotpBindings;
import dev.sallyport.wire.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The first second proof, bound inside a sign-in because the service demands one. It is bound only while the account
/// has none: of two sign-ins under way the first decides, and the other begins anew and is asked for it. Then recovery
/// codes are shown, and only when their reader goes on does the session open.
@Component
class SetUps {
    private final SignIns signIns;
    private final TotpBindings apps;
    private final Passkeys passkeys;
    private final RecoveryCodes codes;
    private final Proofs proofs;
    private final Contacts contacts;
    private final Tx tx;

    SetUps(
            SignIns signIns,
            TotpBindings apps,
            Passkeys passkeys,
            RecoveryCodes codes,
            Proofs proofs,
            Contacts contacts,
            Tx tx) {
        this.signIns = signIns;
        this.apps = apps;
        this.passkeys = passkeys;
        this.codes = codes;
        this.proofs = proofs;
        this.contacts = contacts;
        this.tx = tx;
    }

    /// Where it stands.
    enum State {
        /// Nothing is bound yet.
        CHOOSING,
        /// Bound in this sign-in; the recovery codes are due.
        BOUND,
        /// The account got its second proof elsewhere meanwhile; this sign-in cannot go on.
        OVER
    }

    State state(SignIns.Started started) {
        List<String> given = started.proving().given();
        if (given.contains(Proofs.Kind.TOTP.amr()) || given.contains(Proofs.Kind.PASSKEY.amr())) {
            return State.BOUND;
        }
        return ProofPolicy.hasSecond(proofs.kinds(started.account())) ? State.OVER : State.CHOOSING;
    }

    TotpBindings.Begun beginApp(SignIns.Started started, String name) {
        mustBe(started, State.CHOOSING);
        return apps.begin(started.account(), boundApp(started), name);
    }

    Optional<TotpBindings.Pending> pendingApp(SignIns.Started started) {
        return apps.pending(started.account(), boundApp(started));
    }

    TotpBindings.Outcome confirmApp(SignIns.Started started, String code, Caller caller) {
        mustBe(started, State.CHOOSING);
        return tx.run(() -> {
            mustStill(started);
            TotpBindings.Outcome outcome = apps.confirm(started.account(), boundApp(started), code, caller);
            if (outcome instanceof TotpBindings.Outcome.Bound bound) {
                bound(started, bound.id(), Proofs.Kind.TOTP);
            }
            return outcome;
        });
    }

    Passkeys.Options beginPasskey(SignIns.Started started) {
        mustBe(started, State.CHOOSING);
        String shown = contacts.list(started.account()).stream()
                .filter(Contact::isPrimary)
                .map(Contact::text)
                .findFirst()
                .orElse("");
        return passkeys.registration(started.account(), boundPasskey(started), shown);
    }

    Passkeys.Registered confirmPasskey(SignIns.Started started, String response, Caller caller) {
        mustBe(started, State.CHOOSING);
        return passkeys.register(started.account(), boundPasskey(started), response, "", caller, binding -> {
            mustStill(started);
            Passkeys.Registered outcome = binding.get();
            if (outcome instanceof Passkeys.Registered.Bound bound) {
                bound(started, bound.id(), Proofs.Kind.PASSKEY);
            }
            return outcome;
        });
    }

    /// Changes of an account's proofs wait for each other since it was bound, so what is counted here stays so.
    private void bound(SignIns.Started started, UUID id, Proofs.Kind kind) {
        AccountId account = started.account();
        List<Proofs.Kind> others = proofs.held(account).stream()
                .filter(held -> !held.id().equals(id))
                .map(Proofs.Held::kind)
                .toList();
        if (ProofPolicy.hasSecond(others)) {
            throw new Refused(ErrorCode.CONFLICT, "a second proof was bound elsewhere meanwhile");
        }
        signIns.bound(started, kind);
    }

    /// Makes the codes; whoever did not see them makes them again.
    List<Secret> makeCodes(SignIns.Started started, Caller caller) {
        mustBe(started, State.BOUND);
        RecoveryCodes.Prepared prepared = codes.prepare(started.account());
        return tx.run(() -> {
            mustStill(started);
            return codes.store(prepared, caller);
        });
    }

    /// The codes have been made and looked at.
    void end(SignIns.Started started) {
        mustBe(started, State.BOUND);
        if (codes.state(started.account()).madeAt() == null) {
            throw new Refused(ErrorCode.CONFLICT, "no recovery codes were made");
        }
        signIns.given(started, Need.SET_UP);
    }

    private void mustBe(SignIns.Started started, State wanted) {
        if (state(started) != wanted) {
            throw new Refused(ErrorCode.CONFLICT, "the setting up is not at " + wanted);
        }
    }

    private void mustStill(SignIns.Started started) {
        if (!signIns.isStill(started)) {
            throw new Refused(ErrorCode.CONFLICT, "the password was changed meanwhile");
        }
    }

    private static byte[] boundApp(SignIns.Started started) {
        return TotpBindings.boundTo(started.signIn().id());
    }

    private static byte[] boundPasskey(SignIns.Started started) {
        return Tokens.hash("set-up-passkey|" + started.signIn().id());
    }
}
