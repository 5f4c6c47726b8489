package dev.sallyport.account;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Language;
import dev.sallyport.notices.Channel;
import dev.sallyport.notices.Message;
import dev.sallyport.notices.Notices;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What closing an account needs at hand.
@Component
record ClosingDesk(Tx tx, Config config, Contacts contacts, Notices notices) {
    /// The last message. It is nobody's: the account's key does not exist when it is delivered.
    void farewell(List<Contact> contacts, Language language) {
        for (Contact contact : contacts) {
            notices.send(new Message(
                    null,
                    contact.kind() == Identifier.Kind.MAIL ? Channel.MAIL : Channel.SMS,
                    contact.text(),
                    language,
                    "account.closed",
                    Map.of()));
        }
    }
}
