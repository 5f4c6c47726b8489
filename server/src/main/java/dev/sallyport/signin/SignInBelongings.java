package dev.sallyport.signin;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class SignInBelongings implements Belongings {
    private final SignInStore store;

    SignInBelongings(SignInStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "signIns";
    }

    /// Sign-ins in progress live for minutes and hold nothing that the holder has not just typed.
    @Override
    public Object export(AccountId account) {
        return Map.of();
    }

    @Override
    public void erase(AccountId account) {
        store.erase(account);
    }
}
