package dev.sallyport.stepup;

import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.AccountId;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// How a request that waits stands in the database: a page's closed under the account's key, so that its form goes on;
/// of an interface's nothing, because it sends the same again. What a proof is bound to is a keyed hash: a new
/// password may be in the request, and a plain one could be tried against it (R-CRY-1).
@Component
class Keeping {
    private static final String PURPOSE = "step_up.kept";

    private final Vault vault;
    private final Pepper pepper;

    Keeping(Vault vault, Pepper pepper) {
        this.vault = vault;
        this.pepper = pepper;
    }

    byte[] close(AccountId account, Kept kept) {
        Kept as = kept.path().startsWith("/api/") ? new Kept(kept.method(), kept.path(), List.of(), new byte[0]) : kept;
        return vault.close(account, PURPOSE, JsonMapper.shared().writeValueAsBytes(as));
    }

    Kept open(AccountId account, byte[] closed) {
        return JsonMapper.shared().readValue(vault.open(account, PURPOSE, closed), Kept.class);
    }

    /// 32 bytes; another after a rotation of the keys, when a proof that was under way is asked for anew.
    byte[] hash(Kept kept) {
        return pepper.derive(PURPOSE, kept.hash());
    }
}
