package dev.sallyport.oauth;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import org.springframework.stereotype.Component;

/// Disconnects every program from an account. What the programs hold ends with the sessions, see `GrantEnds`; here goes
/// what the holder has said yes to, so that none comes back without being asked for again.
@Component
public final class AppEnds {
    private final ConsentStore consents;
    private final Audit audit;
    private final Tx tx;

    AppEnds(ConsentStore consents, Audit audit, Tx tx) {
        this.consents = consents;
        this.audit = audit;
        this.tx = tx;
    }

    /// In the caller's transaction.
    ///
    /// @param reason a word for the record, such as `lockdown`
    /// @return how many there were
    public int removeAll(AccountId account, String reason, Caller caller) {
        tx.mustBeOpen();
        var clients = consents.list(account).stream()
                .map(ConsentStore.Consent::client)
                .distinct()
                .toList();
        clients.forEach(client -> audit.record(
                account,
                Fact.success("oauth.removed")
                        .from(caller)
                        .with("client", client)
                        .with("reason", reason)));
        consents.removeAll(account);
        return clients.size();
    }
}
