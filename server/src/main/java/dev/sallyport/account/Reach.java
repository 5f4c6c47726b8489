package dev.sallyport.account;

import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.notices.Channel;
import dev.sallyport.notices.Message;
import dev.sallyport.notices.Notices;
import dev.sallyport.session.Seen;
import dev.sallyport.session.Sight;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Tells a holder something by every address he has (N-20: to all of them), in his language, with his own
/// time, and under his own phrase.
@Component
public final class Reach {
    static final String PHRASE = "account.phrase";

    private final Contacts contacts;
    private final AccountStore accounts;
    private final Notices notices;
    private final Vault vault;
    private final Sight sight;
    private final LockLinks lockLinks;
    private final Clock clock;

    Reach(
            Contacts contacts,
            AccountStore accounts,
            Notices notices,
            Vault vault,
            Sight sight,
            LockLinks lockLinks,
            Clock clock) {
        this.contacts = contacts;
        this.accounts = accounts;
        this.notices = notices;
        this.vault = vault;
        this.sight = sight;
        this.lockLinks = lockLinks;
        this.clock = clock;
    }

    /// Writes one message for each address, in the caller's transaction.
    public void all(AccountId account, String kind, Map<String, String> values) {
        for (Contact contact : contacts.list(account)) {
            one(account, contact, kind, values);
        }
    }

    /// The same about something that was just done, with the device, place and address it was done from.
    public void all(AccountId account, String kind, Map<String, String> values, Caller caller) {
        Seen seen = sight.of(caller);
        var more = new HashMap<>(values);
        more.put("device", seen.label());
        more.put("address", seen.address());
        more.put("place", seen.place() == null ? seen.address() : seen.place() + " (" + seen.address() + ")");
        all(account, kind, more);
    }

    /// The same, and to the addresses that were removed lately: whoever takes an account over removes its owner's
    /// first.
    public void everywhere(AccountId account, String kind, Map<String, String> values, Caller caller) {
        all(account, kind, values, caller);
        for (Contact removed : contacts.removed(account)) {
            one(account, removed, kind, values);
        }
    }

    /// Writes to one address, which may just have been removed.
    public void one(AccountId account, Contact contact, String kind, Map<String, String> values) {
        Optional<AccountStore.Row> row = accounts.find(account);
        var all = new HashMap<>(values);
        all.putIfAbsent("at", clock.instant().toString());
        all.put("zone", zone(row).getId());
        all.putIfAbsent("lock", lockLinks.create(account));
        phrase(account, row).ifPresent(phrase -> all.put("phrase", phrase));
        notices.send(new Message(
                account,
                contact.kind() == Identifier.Kind.MAIL ? Channel.MAIL : Channel.SMS,
                contact.text(),
                language(row),
                kind,
                all));
    }

    /// The link by which a message to one of the holder's own addresses lets him close every door (R-LOCK-3).
    String lockLink(AccountId account) {
        return lockLinks.create(account);
    }

    /// How an account is written to; for one that is not there, as a stranger asks.
    record Manner(Language language, ZoneId zone) {}

    Manner manner(AccountId account, Language otherwise) {
        Optional<AccountStore.Row> row = accounts.find(account);
        Language chosen = row.map(r -> r.account().language()).orElse(otherwise);
        return new Manner(chosen, zone(row));
    }

    /// In which messages to the holder are written.
    public Language language(AccountId account) {
        return language(accounts.find(account));
    }

    private static Language language(Optional<AccountStore.Row> row) {
        return row.map(r -> r.account().language()).orElse(Language.ENGLISH);
    }

    ZoneId zone(AccountId account) {
        return zone(accounts.find(account));
    }

    private static ZoneId zone(Optional<AccountStore.Row> row) {
        return row.map(r -> r.account().zone()).orElse(ZoneOffset.UTC);
    }

    /// The holder's own phrase, if he has set one (R-MSG-1).
    Optional<String> phrase(AccountId account) {
        return phrase(account, accounts.find(account));
    }

    private Optional<String> phrase(AccountId account, Optional<AccountStore.Row> row) {
        return row.flatMap(r -> Optional.ofNullable(r.phraseClosed()))
                .map(closed -> vault.openText(account, PHRASE, closed));
    }
}
