package dev.sallyport.account;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import dev.sallyport.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Closing an account. It is signed out everywhere at once and erased after two weeks; until then signing in
/// or a link in the mail takes it back. Erasing destroys the data key, so that what backups hold can no
/// longer be read either; the record of facts stays and verifies, without a name.
@Component
public final class Closings {
    public static final Duration LIFE = Duration.ofDays(14);
    private static final int MOST = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Closings.class);

    private final AccountStore store;
    private final ContactDesk desk;
    private final Sessions sessions;
    private final List<Belongings> belongings;
    private final Vault vault;
    private final Audit audit;
    private final ClosingDesk closing;

    Closings(
            AccountStore store,
            ContactDesk desk,
            Sessions sessions,
            List<Belongings> belongings,
            Vault vault,
            Audit audit,
            ClosingDesk closing) {
        this.store = store;
        this.desk = desk;
        this.sessions = sessions;
        this.belongings = belongings;
        this.vault = vault;
        this.audit = audit;
        this.closing = closing;
    }

    public Instant eraseAtIfClosedNow() {
        return desk.now().plus(LIFE);
    }

    /// What came of asking to close.
    public enum Closing {
        BEGUN,
        /// He has not said that he understands what it means.
        NOT_UNDERSTOOD,
        /// It is closing already.
        ALREADY
    }

    /// Begins the closing and ends every session.
    ///
    /// @param understood the holder says that he knows what it means
    public Closing close(Session session, boolean understood, Caller caller) {
        if (!understood) {
            return Closing.NOT_UNDERSTOOD;
        }
        AccountId account = session.account();
        Instant eraseAt = eraseAtIfClosedNow();
        return closing.tx().run(() -> {
            if (!store.close(account, eraseAt)) {
                return Closing.ALREADY;
            }
            String link = desk.objections().grant(account, Objections.Change.ACCOUNT_CLOSING, null);
            Map<String, String> values =
                    Map.of("until", eraseAt.toString(), "link", closing.config().link(link));
            desk.reach().all(account, "account.closing", values);
            // Whoever has taken an account removes its owner's address first and closes the account then.
            for (Contact removed : closing.contacts().removed(account)) {
                desk.reach().one(account, removed, "account.closing", values);
            }
            sessions.endAll(account, "account-closing", caller);
            audit.record(
                    account, Fact.success("account.closing").in(session.id()).from(caller));
            return Closing.BEGUN;
        });
    }

    /// Takes the closing back. False when the account was not closing.
    public boolean keep(Session session, Caller caller) {
        AccountId account = session.account();
        return closing.tx().run(() -> {
            if (!store.keep(account)) {
                return false;
            }
            desk.reach().all(account, "account.kept", Map.of());
            audit.record(account, Fact.success("account.kept").in(session.id()).from(caller));
            return true;
        });
    }

    /// Erases what is due.
    ///
    /// @return how many accounts were erased
    int eraseDue() {
        int erased = 0;
        for (AccountId account : store.due(desk.now(), MOST)) {
            if (closing.tx().run(() -> erase(account))) {
                erased++;
                LOG.info("account {} was erased, as its holder had asked", account);
            }
        }
        return erased;
    }

    private boolean erase(AccountId account) {
        List<Contact> last = closing.contacts().list(account);
        var language = desk.reach().language(account);
        if (!store.delete(account, desk.now())) {
            return false;
        }
        // He may have signed in since; what nodes remember of a session must not outlive its row.
        sessions.endAll(account, "account-erased", null);
        audit.record(account, Fact.success("account.erased"));
        belongings.forEach(b -> b.erase(account));
        vault.destroyKey(account);
        closing.farewell(last, language);
        return true;
    }
}
