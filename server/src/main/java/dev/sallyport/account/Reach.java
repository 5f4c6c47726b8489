package dev.sallyport.account;

import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.notices.Channel;
import dev.sallyport.notices.Message;
import dev.sallyport.notices.Notices;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Tells a holder something by every address he has (N-20: to all of them), in his language and with his own
/// time.
@Component
public final class Reach {
    private final Contacts contacts;
    private final AccountStore accounts;
    private final Notices notices;
    private final Clock clock;

    Reach(Contacts contacts, AccountStore accounts, Notices notices, Clock clock) {
        this.contacts = contacts;
        this.accounts = accounts;
        this.notices = notices;
        this.clock = clock;
    }

    /// Writes one message for each address, in the caller's transaction.
    public void all(AccountId account, String kind, Map<String, String> values) {
        for (Contact contact : contacts.list(account)) {
            one(account, contact, kind, values);
        }
    }

    /// Writes to one address, which may just have been removed.
    public void one(AccountId account, Contact contact, String kind, Map<String, String> values) {
        notices.send(new Message(
                account,
                contact.kind() == Identifier.Kind.MAIL ? Channel.MAIL : Channel.SMS,
                contact.text(),
                language(account),
                kind,
                withTime(account, values)));
    }

    Language language(AccountId account) {
        return accounts.find(account).map(row -> row.account().language()).orElse(Language.ENGLISH);
    }

    ZoneId zone(AccountId account) {
        return accounts.find(account).map(row -> row.account().zone()).orElse(ZoneOffset.UTC);
    }

    private Map<String, String> withTime(AccountId account, Map<String, String> values) {
        var all = new HashMap<>(values);
        all.put("at", clock.instant().toString());
        all.put("zone", zone(account).getId());
        return all;
    }
}
