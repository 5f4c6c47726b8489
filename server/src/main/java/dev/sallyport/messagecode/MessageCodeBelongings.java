package dev.sallyport.messagecode;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class MessageCodeBelongings implements Belongings {
    private final MessageCodeStore store;

    MessageCodeBelongings(MessageCodeStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "messageCodes";
    }

    @Override
    public Object export(AccountId account) {
        return store.find(account)
                .<Object>map(on -> Map.of("on", true, "since", on.since().toString()))
                .orElse(Map.of("on", false));
    }

    @Override
    public void erase(AccountId account) {
        store.erase(account);
    }
}
