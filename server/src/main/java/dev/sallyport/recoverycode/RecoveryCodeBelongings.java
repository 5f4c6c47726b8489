package dev.sallyport.recoverycode;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class RecoveryCodeBelongings implements Belongings {
    private final RecoveryCodes codes;

    RecoveryCodeBelongings(RecoveryCodes codes) {
        this.codes = codes;
    }

    @Override
    public String name() {
        return "recoveryCodes";
    }

    @Override
    public Object export(AccountId account) {
        RecoveryCodes.State state = codes.state(account);
        return state.madeAt() == null
                ? Map.of()
                : Map.of("left", state.left(), "madeAt", state.madeAt().toString());
    }

    @Override
    public void erase(AccountId account) {
        codes.erase(account);
    }
}
