package dev.sallyport.password;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class PasswordBelongings implements Belongings {
    private final Passwords passwords;

    PasswordBelongings(Passwords passwords) {
        this.passwords = passwords;
    }

    @Override
    public String name() {
        return "password";
    }

    @Override
    public Object export(AccountId account) {
        return passwords
                .facts(account)
                .map(facts -> Map.of(
                        "changedAt", facts.changedAt().toString(),
                        "breached", facts.breached(),
                        "longEnough", facts.fits()))
                .orElse(Map.of());
    }

    @Override
    public void erase(AccountId account) {
        passwords.erase(account);
    }
}
