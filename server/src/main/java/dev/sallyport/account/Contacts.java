package dev.sallyport.account;

import dev.sallyport.base.crypto.BlindIndex;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Uuid7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The addresses and numbers of accounts: found, listed, claimed. What the holder does with them stands in
/// [ContactChanges].
@Component
public final class Contacts {
    private static final Duration DAY = Duration.ofDays(1);
    static final String VALUE = "contact.value";
    static final String INDEX = "identifier";
    static final String SKELETON = "skeleton";

    private final ContactStore store;
    private final BlindIndex index;
    private final Vault vault;
    private final Clock clock;

    Contacts(ContactStore store, BlindIndex index, Vault vault, Clock clock) {
        this.store = store;
        this.index = index;
        this.vault = vault;
        this.clock = clock;
    }

    /// An account and which of its contacts led to it.
    public record Found(AccountId account, UUID contact) {}

    /// Who is found by an identifier. One that was removed finds nobody, though it stays taken until nobody can
    /// object.
    public Optional<Found> find(Identifier identifier) {
        return store.owner(index.candidates(INDEX, identifier.text())).map(o -> new Found(o.account(), o.contact()));
    }

    /// Whether an account may be opened or found by this identifier: free, and not to be mistaken for
    /// another's.
    boolean isFree(Identifier identifier) {
        boolean imitates =
                store.looksLikeAnother(index.candidates(SKELETON, identifier.skeleton()), identifier.plain());
        return !isTaken(identifier) && !imitates;
    }

    /// Whether an account has it, or has removed it and may have it back.
    public boolean isTaken(Identifier identifier) {
        return store.isTaken(index.candidates(INDEX, identifier.text()));
    }

    /// The blind index of an identifier, under the primary key.
    byte[] indexOf(Identifier identifier) {
        return index.of(INDEX, identifier.text());
    }

    /// The same identifier's index through all rotations: by it is counted what is tried with one that nobody
    /// has, which must not begin anew when the count of one that somebody has goes on (A5).
    public byte[] lastingIndexOf(Identifier identifier) {
        return index.lasting(INDEX, identifier.text());
    }

    /// Gives the identifier to the account, in the caller's transaction. False when it is no longer free: of
    /// many at once exactly one gets it.
    boolean claim(AccountId account, Identifier identifier, boolean primary) {
        byte[] skeleton = index.of(SKELETON, identifier.skeleton());
        if (!identifier.plain()) {
            // Two that look alike differ in their index, so no key of the table keeps them apart. What is plain
            // looks like nothing that is taken, see [Identifiers].
            store.queueUp(skeleton);
        }
        if (!isFree(identifier)) {
            return false;
        }
        Instant now = clock.instant();
        UUID contact = Uuid7.at(now.toEpochMilli());
        if (!store.claim(
                new ContactStore.Owner(account, contact),
                indexOf(identifier),
                skeleton,
                identifier.plain(),
                index.keyId())) {
            return false;
        }
        store.insert(
                account,
                new ContactStore.Row(
                        contact,
                        identifier.kind(),
                        vault.close(account, VALUE, identifier.text()),
                        primary,
                        now,
                        now,
                        now,
                        false));
        return true;
    }

    public List<Contact> list(AccountId account) {
        return store.list(account).stream().map(row -> open(account, row)).toList();
    }

    /// Those that were removed and may still object.
    public List<Contact> removed(AccountId account) {
        return store.removedSince(account, clock.instant().minus(Objections.CONTACT_LIFE)).stream()
                .map(row -> open(account, row))
                .toList();
    }

    private Contact open(AccountId account, ContactStore.Row row) {
        return new Contact(
                account,
                row.id(),
                row.kind(),
                vault.openText(account, VALUE, row.valueClosed()),
                row.isPrimary(),
                row.addedAt(),
                row.provenAt(),
                row.lastUsedAt(),
                row.proveAgain());
    }

    public Optional<Contact> find(AccountId account, UUID contact) {
        return list(account).stream().filter(c -> c.id().equals(contact)).findFirst();
    }

    /// It was signed in with; noted once a day.
    public void used(AccountId account, Contact contact) {
        Instant now = clock.instant();
        if (contact.lastUsedAt().isBefore(now.minus(DAY))) {
            store.used(account, contact.id(), now);
        }
    }

    /// A code proved again that it is the holder's.
    public void proven(AccountId account, UUID contact) {
        store.proven(account, contact, clock.instant());
    }

    /// Somebody who knows told us that the address has passed into other hands: it opens nothing until a code
    /// has proven it again (R-ID-4). False when the account has no such address.
    public boolean mustBeProvenAgain(AccountId account, UUID contact) {
        return store.proveAgain(account, contact);
    }
}
