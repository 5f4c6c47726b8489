package dev.sallyport.passkey;

import dev.sallyport.account.Contact;
import dev.sallyport.account.Contacts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.session.Session;
import java.nio.charset.StandardCharsets;

/// How a binding begins, from a page and from JSON alike.
final class Ceremony {
    private Ceremony() {}

    /// What it is bound to: this session.
    static byte[] of(Session session) {
        return ("passkey|" + session.id()).getBytes(StandardCharsets.UTF_8);
    }

    /// What authenticators list the account under: its primary address, which only its holder sees.
    static String shown(Contacts contacts, AccountId account) {
        return contacts.list(account).stream()
                .filter(Contact::isPrimary)
                .map(Contact::text)
                .findFirst()
                .orElse("");
    }
}
