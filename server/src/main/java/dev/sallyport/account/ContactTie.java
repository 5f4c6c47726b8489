package dev.sallyport.account;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import java.util.UUID;

/// Something that hangs on an address of an account, in a feature above: a proof that is sent there. What
/// has no address any more must not be listed as if it had.
public interface ContactTie {
    /// The address has just gone, in the caller's transaction, and with it goes what hangs on it.
    void gone(AccountId account, UUID contact, Caller caller);
}
