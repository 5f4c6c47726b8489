package dev.sallyport.account;

import dev.sallyport.account.ContactCodes.Flow;
import dev.sallyport.account.ContactCodes.Sending;
import dev.sallyport.account.ContactCodes.Waiting;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Puzzles;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Networks;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.Devices;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Somebody who is not signed in proves that he reads what goes to an address of an account. He sees the same pages
/// whether there is an account or not, and the code that would be right goes to its holder only; whoever reads the mail
/// of an address without an account is told so there (R-ID-2, A5, A6). It is bound to the browser that began it.
@Component
public final class AddressProofs {
    private final ContactCodes codes;
    private final Contacts contacts;
    private final Reach reach;
    private final Devices devices;
    private final Puzzles puzzles;
    private final AddressDesk desk;
    private final Tx tx;

    AddressProofs(
            ContactCodes codes,
            Contacts contacts,
            Reach reach,
            Devices devices,
            Puzzles puzzles,
            AddressDesk desk,
            Tx tx) {
        this.codes = codes;
        this.contacts = contacts;
        this.reach = reach;
        this.devices = devices;
        this.puzzles = puzzles;
        this.desk = desk;
        this.tx = tx;
    }

    /// What the code is for.
    ///
    /// @param code the notice that carries it
    /// @param unknown the notice that goes out where there is no account
    public record Aim(Purpose purpose, String code, String unknown) {}

    /// What a stranger has sent.
    ///
    /// @param solution of a puzzle; needed for a number only, because a text costs money
    public record Asking(String identifier, Language language, String solution) {}

    /// What came of naming an address.
    public enum Start {
        /// A message is on its way.
        SENT,
        /// It is no mail address and no mobile number.
        NOT_AN_IDENTIFIER,
        PUZZLE
    }

    public Start start(Aim aim, Secret browser, Asking asking, Caller caller) {
        desk.limits().take(Limit.ADDRESS_PROOF_NETWORK, caller.network());
        Optional<Identifier> identifier = read(asking.identifier());
        if (identifier.isEmpty()) {
            return Start.NOT_AN_IDENTIFIER;
        }
        if (identifier.get().kind() == Identifier.Kind.PHONE && !puzzles.solved(asking.solution())) {
            return Start.PUZZLE;
        }
        send(aim, browser, identifier.get(), asking.language(), caller);
        return Start.SENT;
    }

    private Optional<Identifier> read(String typed) {
        return Identifiers.read(typed, desk.config().sms().homeCountry());
    }

    /// Sends another code to the address that was named before.
    public void resend(Aim aim, Secret browser, Caller caller) {
        Waiting waiting = codes.mayResend(flow(aim, browser));
        desk.limits().take(Limit.ADDRESS_PROOF_NETWORK, caller.network());
        send(aim, browser, read(waiting.target()).orElseThrow(), waiting.language(), caller);
    }

    private void send(Aim aim, Secret browser, Identifier to, Language language, Caller caller) {
        if (to.kind() == Identifier.Kind.PHONE) {
            desk.limits().take(Limit.SMS_NETWORK, caller.network());
            desk.limits().take(Limit.SMS_PREFIX, Networks.prefix(caller.address()));
        }
        Optional<Contacts.Found> found = contacts.find(to);
        AccountId account = found.map(Contacts.Found::account).orElseGet(() -> nobody(to));
        // The same questions for an account that is not there.
        boolean stranger = devices.known(account, caller).isEmpty();
        Reach.Manner manner = reach.manner(account, language);
        // What strangers can cause does not carry the holder's phrase.
        Map<String, String> values = found.isPresent() ? Map.of("lock", reach.lockLink(account)) : Map.of();
        var sending = new Sending(
                to,
                manner.language(),
                manner.zone(),
                aim.code(),
                found.isPresent() ? Optional.empty() : Optional.of(aim.unknown()),
                values);
        tx.run(() -> codes.send(flow(aim, browser, stranger), sending));
    }

    /// A number that no account has, because its version is none.
    private AccountId nobody(Identifier identifier) {
        ByteBuffer bytes = ByteBuffer.wrap(contacts.lastingIndexOf(identifier));
        return new AccountId(new UUID(bytes.getLong() & ~0xF000L, bytes.getLong()));
    }

    /// What this browser has begun.
    public Optional<Waiting> find(Aim aim, Secret browser) {
        return codes.find(flow(aim, browser));
    }

    /// Checks a code, and takes it away: of many right ones at once one proves something. Empty when it was wrong, too
    /// old or none, all alike.
    public Optional<Contact> prove(Aim aim, Secret browser, String code, Caller caller) {
        desk.limits().take(Limit.CODE_CHECK_NETWORK, caller.network());
        Flow flow = flow(aim, browser);
        return tx.run(() -> codes.check(flow, code) == ContactCodes.Check.RIGHT
                ? codes.consume(flow)
                        .flatMap(this::read)
                        .flatMap(contacts::find)
                        .flatMap(this::contact)
                : Optional.empty());
    }

    private Optional<Contact> contact(Contacts.Found found) {
        return contacts.find(found.account(), found.contact());
    }

    private static Flow flow(Aim aim, Secret browser) {
        return flow(aim, browser, true);
    }

    private static Flow flow(Aim aim, Secret browser, boolean stranger) {
        return new Flow(ContactCodes.NO_ACCOUNT, aim.purpose(), Tokens.hash(browser.reveal()), stranger);
    }
}
