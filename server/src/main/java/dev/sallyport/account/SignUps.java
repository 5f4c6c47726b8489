package dev.sallyport.account;

import dev.sallyport.account.ContactCodes.Flow;
import dev.sallyport.account.ContactCodes.Sending;
import dev.sallyport.account.ContactCodes.Waiting;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.limit.Puzzles;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Networks;
import dev.sallyport.base.who.Secret;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Sign-up: an address is named, then proven by a code, and only then exists anything. It is bound to the
/// browser that began it. Whether the address has an account already is told to its owner by mail, never on
/// the page (A6, A28).
@Component
public final class SignUps {
    private final ContactCodes codes;
    private final Contacts contacts;
    private final Accounts accounts;
    private final Limits limits;
    private final Puzzles puzzles;
    private final Config config;
    private final Tx tx;

    SignUps(
            ContactCodes codes,
            Contacts contacts,
            Accounts accounts,
            Limits limits,
            Puzzles puzzles,
            Config config,
            Tx tx) {
        this.codes = codes;
        this.contacts = contacts;
        this.accounts = accounts;
        this.limits = limits;
        this.puzzles = puzzles;
        this.config = config;
        this.tx = tx;
    }

    /// What came of naming an address.
    public enum Start {
        /// A message is on its way.
        SENT,
        /// It is no mail address and no mobile number.
        NOT_AN_IDENTIFIER,
        /// It has letters that nobody could tell from others.
        LOOK_ALIKE,
        /// A text costs money: a stranger solves a puzzle before one is sent (R-OOB-3).
        PUZZLE
    }

    /// What a stranger has sent.
    ///
    /// @param solution of a puzzle; needed for a number only
    public record Asking(String identifier, Language language, ZoneId zone, String solution) {}

    public Start start(Secret browser, Asking asking, Caller caller) {
        limits.take(Limit.SIGN_UP_NETWORK, caller.network());
        Optional<Identifier> identifier =
                Identifiers.read(asking.identifier(), config.sms().homeCountry());
        if (identifier.isEmpty()) {
            return Identifiers.imitates(asking.identifier()) ? Start.LOOK_ALIKE : Start.NOT_AN_IDENTIFIER;
        }
        if (identifier.get().kind() == Identifier.Kind.PHONE && !puzzles.solved(asking.solution())) {
            return Start.PUZZLE;
        }
        send(browser, identifier.get(), asking.language(), asking.zone(), caller);
        return Start.SENT;
    }

    /// Sends another code to the address that was named before.
    public void resend(Secret browser, Caller caller) {
        Waiting waiting = codes.mayResend(flow(browser));
        limits.take(Limit.SIGN_UP_NETWORK, caller.network());
        Identifier to =
                Identifiers.read(waiting.target(), config.sms().homeCountry()).orElseThrow();
        send(browser, to, waiting.language(), waiting.zone(), caller);
    }

    private void send(Secret browser, Identifier to, Language language, ZoneId zone, Caller caller) {
        if (to.kind() == Identifier.Kind.PHONE) {
            limits.take(Limit.SMS_NETWORK, caller.network());
            limits.take(Limit.SMS_PREFIX, Networks.prefix(caller.address()));
        }
        Optional<String> instead = contacts.isFree(to) ? Optional.empty() : Optional.of("signup.exists");
        tx.run(() -> codes.send(flow(browser), new Sending(to, language, zone, "signup.code", instead)));
    }

    /// The sign-up that this browser is in.
    public Optional<Waiting> find(Secret browser) {
        return codes.find(flow(browser));
    }

    public ContactCodes.Check check(Secret browser, String code, Caller caller) {
        limits.take(Limit.CODE_CHECK_NETWORK, caller.network());
        return tx.run(() -> codes.check(flow(browser), code));
    }

    /// Opens the account of a proven sign-up, in the caller's transaction. False when the sign-up is not
    /// proven, has been completed by another request, is about another address by now, or the address was taken
    /// meanwhile; the caller's transaction must then be undone.
    ///
    /// @param account the new account's id, which the password's hash is already made for
    public boolean complete(AccountId account, Secret browser, Caller caller) {
        Optional<Waiting> waiting = find(browser);
        if (waiting.isEmpty()) {
            return false;
        }
        Identifier first = Identifiers.read(waiting.get().target(), config.sms().homeCountry())
                .orElseThrow();
        return codes.consumeForAll(flow(browser), first)
                && accounts.open(
                        account, first, waiting.get().language(), waiting.get().zone(), caller);
    }

    /// Opens an account without a code, for the demo's sample holder; in the caller's transaction.
    public void openSample(AccountId account, Identifier first, Language language, ZoneId zone, Caller caller) {
        if (!config.demo() || !accounts.open(account, first, language, zone, caller)) {
            throw new IllegalStateException("a sample holder exists in the demo only, and once");
        }
    }

    private static Flow flow(Secret browser) {
        return new Flow(ContactCodes.NO_ACCOUNT, Purpose.SIGN_UP, Tokens.hash(browser.reveal()));
    }
}
