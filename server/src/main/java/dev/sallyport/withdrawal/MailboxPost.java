package dev.sallyport.withdrawal;

import dev.sallyport.account.Contact;
import dev.sallyport.account.Contacts;
import dev.sallyport.account.Reach;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.notices.Channel;
import dev.sallyport.notices.Message;
import dev.sallyport.notices.Notices;
import dev.sallyport.wire.WithdrawalTerms;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What a second mailbox is written. It is nobody's message: in the register of what the holder was sent, its link
/// would make one person of two.
@Component
class MailboxPost {
    private final Notices notices;
    private final Contacts contacts;
    private final Reach reach;
    private final Limits limits;
    private final Config config;

    MailboxPost(Notices notices, Contacts contacts, Reach reach, Limits limits, Config config) {
        this.notices = notices;
        this.contacts = contacts;
        this.reach = reach;
        this.limits = limits;
        this.config = config;
    }

    boolean isOwn(AccountId account, String address) {
        return contacts.list(account).stream()
                .anyMatch(contact -> contact.text().equalsIgnoreCase(address));
    }

    void name(AccountId account, String address, Secret token) {
        limits.take(Limit.CONTACT_CHANGE, account.toString());
        send(
                account,
                address,
                "withdrawal.mailbox-named",
                Map.of("link", config.link("/second-mailbox/" + token.reveal())));
    }

    void ask(AccountId account, String address, WithdrawalTerms terms, Instant until, Secret token) {
        send(
                account,
                address,
                "withdrawal.mailbox-asked",
                Map.of(
                        "amount",
                        terms.request().amount() + " " + terms.request().asset(),
                        "payee",
                        Grouped.ends(String.valueOf(terms.request().destination())),
                        "until",
                        until.toString(),
                        "link",
                        config.link("/mail-approvals/" + token.reveal())));
    }

    private void send(AccountId account, String address, String kind, Map<String, String> values) {
        var message = new Message(null, Channel.MAIL, address, reach.language(account), kind, values);
        notices.send(message.with("contact", masked(account)));
    }

    private String masked(AccountId account) {
        return contacts.list(account).stream().findFirst().map(Contact::masked).orElse("?");
    }
}
