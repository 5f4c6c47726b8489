package dev.sallyport.messagecode;

import dev.sallyport.account.ContactTie;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The proof goes with its number.
@Component
class NumberGone implements ContactTie {
    private final MessageCodes codes;

    NumberGone(MessageCodes codes) {
        this.codes = codes;
    }

    @Override
    public void gone(AccountId account, UUID contact, Caller caller) {
        codes.numberGone(account, contact, caller);
    }
}
