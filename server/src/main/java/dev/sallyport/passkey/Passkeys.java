package dev.sallyport.passkey;

import dev.sallyport.account.Proofs;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The passkeys of accounts: begun, bound, checked, kept and taken away.
///
/// Each ceremony is bound to what its caller names: the bytes of a session, a sign-in, or an act with all its
/// parameters. The same bytes must come with the answer. Answers are not checked inside a transaction: what an answer
/// has used up stays used up.
@Component
public final class Passkeys {
    private final PasskeyStore store;
    private final PasskeyOptions options;
    private final Enrolment enrolment;
    private final Assertions assertions;
    private final Proofs proofs;
    private final PasskeyNews news;
    private final Tx tx;
    private final Models models;

    Passkeys(Parts parts, Models models, Proofs proofs, PasskeyNews news, Tx tx) {
        this.store = parts.store;
        this.options = parts.options;
        this.enrolment = parts.enrolment;
        this.assertions = parts.assertions;
        this.models = models;
        this.proofs = proofs;
        this.news = news;
        this.tx = tx;
    }

    /// What stands behind this door.
    @Component
    record Parts(PasskeyStore store, PasskeyOptions options, Enrolment enrolment, Assertions assertions) {}

    /// @param json for `PublicKeyCredential.parseCreationOptionsFromJSON` or `…RequestOptionsFromJSON`
    public record Options(String json) {}

    /// Begins the binding of a new passkey.
    ///
    /// @param displayName what the authenticator's own lists call the account: the holder's address
    public Options registration(AccountId account, byte[] bound, String displayName) {
        return new Options(options.registration(account, bound, displayName));
    }

    /// What came of binding one.
    public sealed interface Registered {
        /// @param first whether the account had no strong proof before: recovery codes are due (R-PK-3)
        record Bound(UUID id, boolean first) implements Registered {}

        record Refused(Refusal reason) implements Registered {}
    }

    /// Binds the passkey that a browser made for [#registration].
    ///
    /// @param responseJson `PublicKeyCredential.toJSON()`
    /// @param name the holder's own; empty for none
    public Registered register(AccountId account, byte[] bound, String responseJson, String name, Caller caller) {
        return register(account, bound, responseJson, name, caller, Supplier::get);
    }

    /// What a binding that is begun in a session belongs to.
    public static byte[] boundTo(Session session) {
        return Ceremony.of(session);
    }

    /// What a caller does in the transaction that binds a passkey, around the binding.
    public interface Along {
        Registered around(Supplier<Registered> binding);
    }

    /// The same for a caller who has more to write with it; the answer is checked before the transaction.
    public Registered register(
            AccountId account, byte[] bound, String responseJson, String name, Caller caller, Along along) {
        tx.mustNotBeOpen();
        return enrolment.register(account, bound, responseJson, name, caller, along);
    }

    /// Begins a sign-in in which the passkey says who it is.
    public Options forAnyone(byte[] bound) {
        return new Options(options.forAnyone(bound));
    }

    /// Begins a sign-in with an identifier. Nobody learns from the answer whether somebody has it: without passkeys
    /// there are false ones, the same each time (W-11).
    ///
    /// @param account who has it; null for nobody. The same goes to [#check]
    public Options forIdentifier(@Nullable AccountId account, byte[] identifierIndex, byte[] bound) {
        return new Options(options.forIdentifier(account, identifierIndex, bound));
    }

    /// Begins a proof by somebody who is known: a second one, or one for an act.
    public Options forHolder(AccountId account, byte[] bound) {
        return new Options(options.forHolder(account, bound));
    }

    /// Begins a proof for one payment: the challenge is 32 random bytes and then the digest of what is paid, so that
    /// what the holder's authenticator signs says what for, to anybody who reads it later (R-TX-2).
    public Options forPayment(AccountId account, byte[] bound, byte[] digest) {
        return new Options(options.forPayment(account, bound, digest));
    }

    /// Checks it. An answer to anything else is none to this, and this is none to anything else.
    public Asserted checkPayment(byte[] bound, AccountId account, byte[] digest, String responseJson, Caller caller) {
        return assertions.checkPayment(bound, account, digest, responseJson, caller);
    }

    /// What came of a proof.
    public sealed interface Asserted {
        /// @param deviceBound whether the passkey is on one device only
        record Right(AccountId account, UUID passkey, boolean deviceBound) implements Asserted {}

        record Wrong(Refusal reason) implements Asserted {}
    }

    /// Checks the proof that a browser made for one of the three above. Always with user verification.
    ///
    /// @param expected whose it must be; null only after [#forAnyone], and after [#forIdentifier] for nobody
    public Asserted check(byte[] bound, @Nullable AccountId expected, String responseJson, Caller caller) {
        return assertions.check(bound, expected, responseJson, caller);
    }

    /// The public half in COSE's form, by which a kept answer can be checked when the passkey is long gone.
    public Optional<byte[]> publicKey(AccountId account, UUID id) {
        return store.publicKey(account, id);
    }

    /// Oldest first.
    public List<Passkey> list(AccountId account) {
        return store.list(account).stream()
                .map(row -> new Passkey(
                        row.id(),
                        row.name(),
                        models.name(row.aaguid()),
                        row.backupEligible(),
                        row.backedUp(),
                        row.createdAt(),
                        row.lastUsedAt(),
                        row.suspectedAt()))
                .toList();
    }

    /// What came of naming one.
    public enum Renaming {
        DONE,
        /// No such passkey of this account.
        UNKNOWN,
        /// Too long, or with marks that do not belong into a name.
        NOT_A_NAME
    }

    /// Gives a passkey the holder's own name; an empty one takes it away.
    public Renaming rename(AccountId account, UUID id, String name, Caller caller) {
        String clean = name.strip();
        if (clean.codePointCount(0, clean.length()) > Passkey.MOST_NAME || !Plain.isHarmless(clean)) {
            return Renaming.NOT_A_NAME;
        }
        return tx.run(() -> {
            if (!store.rename(account, id, clean.isEmpty() ? null : clean)) {
                return Renaming.UNKNOWN;
            }
            news.record(account, Fact.success("passkey.renamed").from(caller).with("passkey", id.toString()));
            return Renaming.DONE;
        });
    }

    /// Takes a passkey away, unless it is the last strong proof, or one of the last two of an account that nothing
    /// else opens.
    public Proofs.Removal remove(AccountId account, UUID id, Caller caller) {
        return tx.run(() -> {
            proofs.queueUp(account);
            boolean only = store.lockIsOnly(account);
            // Ids of proofs are one space: an app's is not taken away by this door.
            if (!has(account, id)) {
                return Proofs.Removal.UNKNOWN;
            }
            if (only && store.count(account) <= Passkey.FOR_ONLY) {
                return Proofs.Removal.LAST;
            }
            Proofs.Removal removal = proofs.remove(account, id);
            if (removal == Proofs.Removal.DONE) {
                store.delete(account, id);
                news.all(account, "passkey.removed", caller);
                news.record(
                        account, Fact.success("passkey.removed").from(caller).with("passkey", id.toString()));
            }
            return removal;
        });
    }

    /// What [#remove] would come to as things are now, to be said before a proof is asked for.
    public boolean mayGo(AccountId account, UUID id) {
        return proofs.mayGo(account, id) && !(isOnly(account) && store.count(account) <= Passkey.FOR_ONLY);
    }

    private boolean has(AccountId account, UUID id) {
        return store.list(account).stream().anyMatch(row -> row.id().equals(id));
    }

    /// What came of the switch "passkeys only".
    public enum Switching {
        DONE,
        /// It takes two: whoever loses the only one would be locked out.
        TOO_FEW
    }

    /// From now on only passkeys open the account, or its other proofs do again (R-PK-2). What that means for a
    /// sign-in, an act or a recovery is decided there, by [#isOnly].
    public Switching setOnly(AccountId account, boolean on, Caller caller) {
        return tx.run(() -> {
            // In the order in which every change of the proofs locks, or two would wait for each other.
            proofs.queueUp(account);
            boolean before = store.lockIsOnly(account);
            if (on && store.count(account) < Passkey.FOR_ONLY) {
                return Switching.TOO_FEW;
            }
            if (before != on) {
                store.setOnly(account, on);
                if (on) {
                    news.all(account, "passkey.only-on", caller);
                    news.record(account, Fact.success("passkey.only-on").from(caller));
                } else {
                    news.all(account, "passkey.only-off", caller);
                    news.record(account, Fact.success("passkey.only-off").from(caller));
                }
            }
            return Switching.DONE;
        });
    }

    /// Whether nothing but passkeys opens this account: no password, no code, no message.
    public boolean isOnly(AccountId account) {
        return store.isOnly(account);
    }
}
