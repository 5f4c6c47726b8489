package dev.sallyport.passkey;

import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.passkey.CeremonyStore.Purpose;
import dev.sallyport.passkey.Passkeys.Registered;
import dev.sallyport.passkey.WebAuthnCheck.Made;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Binds a new passkey (WebAuthn section 7.1), in the order of the standard.
@Component
final class Enrolment {
    /// What an answer is judged by, apart from what is written down.
    @Component
    record Judges(CeremonyStore ceremonies, RelyingParty party, WebAuthnCheck check, Models models) {}

    private final PasskeyStore store;
    private final Judges judges;
    private final Proofs proofs;
    private final PasskeyNews news;
    private final Tx tx;
    private final Clock clock;

    Enrolment(PasskeyStore store, Judges judges, Proofs proofs, PasskeyNews news, Tx tx, Clock clock) {
        this.store = store;
        this.judges = judges;
        this.proofs = proofs;
        this.news = news;
        this.tx = tx;
        this.clock = clock;
    }

    Registered register(
            AccountId account, byte[] bound, String responseJson, String name, Caller caller, Passkeys.Along along) {
        Judged judged = judge(account, bound, responseJson);
        Registered outcome = switch (judged.made()) {
            case Made.Bad bad -> new Registered.Refused(bad.reason());
            case Made.Good good -> {
                var binding = new Binding(good, bound, judged.begun());
                yield tx.run(() -> along.around(() -> bind(account, binding, name(name), caller)));
            }
        };
        if (outcome instanceof Registered.Refused refused) {
            tx.run(() -> news.record(
                    account,
                    Fact.failure("passkey.refused")
                            .from(caller)
                            .with("for", "registration")
                            .with("reason", refused.reason().code())));
        }
        return outcome;
    }

    /// @param begun when the challenge was made; what was malformed has none
    private record Judged(Made made, Instant begun) {
        static Judged bad(Refusal reason) {
            return new Judged(new Made.Bad(reason), Instant.EPOCH);
        }
    }

    /// @param in the session or sign-in that it was begun in
    private record Binding(Made.Good made, byte[] in, Instant begun) {}

    private Judged judge(AccountId account, byte[] bound, String responseJson) {
        Optional<Answer.Created> read = Answer.Created.read(responseJson);
        if (read.isEmpty()) {
            return Judged.bad(Refusal.MALFORMED);
        }
        Answer.Created created = read.get();
        // Taken before anything else is looked at: an answer that fails further down has used it up too.
        Optional<CeremonyStore.Taken> taken =
                judges.ceremonies().take(account, created.client().challenge(), bound, Purpose.REGISTRATION);
        if (taken.isEmpty()) {
            return Judged.bad(Refusal.CHALLENGE);
        }
        Optional<Refusal> against = judges.party().against(created.client(), "webauthn.create");
        if (against.isPresent()) {
            return Judged.bad(against.get());
        }
        Made made = judges.check().made(created);
        return made instanceof Made.Good good && !judges.models().takes(good.aaguid())
                ? Judged.bad(Refusal.MODEL)
                : new Judged(made, taken.get().begun());
    }

    private Registered bind(AccountId account, Binding binding, @Nullable String name, Caller caller) {
        Made.Good made = binding.made();
        // In the order in which a set-up and a removal lock, or two would wait for each other.
        proofs.queueUp(account);
        // Whoever began it may be whom a change of the proofs was meant to shut out.
        if (proofs.changedSince(account, binding.begun(), true)) {
            return new Registered.Refused(Refusal.CHALLENGE);
        }
        store.lockIsOnly(account);
        if (store.count(account) >= Passkey.MOST) {
            return new Registered.Refused(Refusal.TOO_MANY);
        }
        Instant now = clock.instant();
        UUID id = Uuid7.at(now.toEpochMilli());
        if (!store.insert(account, id, name, made, now)) {
            return new Registered.Refused(Refusal.DUPLICATE);
        }
        boolean first = proofs.kinds(account).stream().noneMatch(ProofPolicy::isStrong);
        proofs.bound(account, Proofs.Kind.PASSKEY, id, binding.in());
        news.all(account, "passkey.added", caller);
        news.record(
                account,
                Fact.success("passkey.added")
                        .from(caller)
                        .with("passkey", id.toString())
                        .with("model", made.aaguid().toString())
                        .with("synced", Boolean.toString(made.backupEligible())));
        return new Registered.Bound(id, first);
    }

    /// The authenticator has made it already, so that a name is mended and never refused.
    private static @Nullable String name(String typed) {
        String line = Plain.oneLine(typed, Passkey.MOST_NAME);
        return line.isEmpty() ? null : line;
    }
}
