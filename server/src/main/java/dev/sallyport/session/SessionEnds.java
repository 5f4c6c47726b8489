package dev.sallyport.session;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.SessionId;
import java.util.List;
import java.util.UUID;

/// Who hangs on sessions and must end with them: told in the transaction that ends them, after their rows were
/// changed and before the record is written, so that everybody locks in the same order.
public interface SessionEnds {
    /// These sessions have ended.
    ///
    /// @param reason as the record has it, such as `signed-out`
    void ended(AccountId account, List<SessionId> sessions, String reason);

    /// Every session of the account has ended but one, and with them whatever was begun in a session that is long
    /// over.
    ///
    /// @param kept an id that no session has when none was kept
    void endedAllBut(AccountId account, UUID kept, List<SessionId> sessions, String reason);
}
