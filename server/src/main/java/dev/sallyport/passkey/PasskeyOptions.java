package dev.sallyport.passkey;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.passkey.CeremonyStore.Purpose;
import dev.sallyport.passkey.RelyingParty.Listed;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Begins ceremonies: a challenge for each purpose, and what the browser is told with it.
@Component
final class PasskeyOptions {
    private final PasskeyStore store;
    private final CeremonyStore ceremonies;
    private final RelyingParty party;
    private final Decoys decoys;

    PasskeyOptions(PasskeyStore store, CeremonyStore ceremonies, RelyingParty party, Decoys decoys) {
        this.store = store;
        this.ceremonies = ceremonies;
        this.party = party;
        this.decoys = decoys;
    }

    String registration(AccountId account, byte[] bound, String displayName) {
        byte[] challenge = ceremonies.begin(account, Purpose.REGISTRATION, bound);
        return party.creation(challenge, store.userHandle(account), displayName, store.listed(account));
    }

    String forAnyone(byte[] bound) {
        return party.request(ceremonies.begin(CeremonyStore.NOBODY, Purpose.ANYONE, bound), List.of());
    }

    /// The same work whether somebody has the identifier or not, and whether he has passkeys or not.
    String forIdentifier(@Nullable AccountId account, byte[] identifierIndex, byte[] bound) {
        AccountId asked = account == null ? CeremonyStore.NOBODY : account;
        byte[] challenge = ceremonies.begin(asked, Purpose.IDENTIFIER, bound);
        List<Listed> real = store.listed(asked);
        List<Listed> made = decoys.of(identifierIndex);
        return party.request(challenge, real.isEmpty() ? made : real);
    }

    String forPayment(AccountId account, byte[] bound, byte[] digest) {
        return party.request(ceremonies.begin(account, Purpose.PAYMENT, bound, digest), store.listed(account));
    }

    String forHolder(AccountId account, byte[] bound) {
        return party.request(ceremonies.begin(account, Purpose.HOLDER, bound), store.listed(account));
    }
}
