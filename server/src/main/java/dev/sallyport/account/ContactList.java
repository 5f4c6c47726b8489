package dev.sallyport.account;

import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Refused;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The page on which a holder sees his contacts and preferences; more than one form leads back to it.
@Component
class ContactList {
    private final Contacts contacts;
    private final Accounts accounts;

    ContactList(Contacts contacts, Accounts accounts) {
        this.contacts = contacts;
        this.accounts = accounts;
    }

    Page page(SignedIn who, String typed, @Nullable String done, Mistakes mistakes) {
        List<Contact> held = contacts.list(who.account());
        Account account = accounts.find(who.account())
                .orElseThrow(() -> new Refused(ErrorCode.NOT_SIGNED_IN, "the account is gone"));
        Accounts.Visibility visibility = accounts.visibility(who.account());
        return Page.of(
                "account/contacts",
                new AccountViews.Contacts(
                        held.stream()
                                .map(c -> new AccountViews.Contact(
                                        c.id().toString(),
                                        c.kind() == Identifier.Kind.MAIL,
                                        c.maskedAmong(held),
                                        c.isPrimary(),
                                        c.provenAt(),
                                        held.size() > 1))
                                .toList(),
                        typed,
                        account.zone().getId(),
                        Zones.all(),
                        visibility.name(),
                        visibility.visible(),
                        done,
                        mistakes));
    }
}
