package dev.sallyport.account;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What is kept of the holder's wish that value leaves only to his list.
@Component
class AllowListBelongings implements Belongings {
    private final AllowLists lists;
    private final AllowListStore store;

    AllowListBelongings(AllowLists lists, AllowListStore store) {
        this.lists = lists;
        this.store = store;
    }

    @Override
    public String name() {
        return "allow-list";
    }

    @Override
    public Object export(AccountId account) {
        AllowList list = lists.of(account);
        return Map.of("on", list.on(), "waitHours", list.delay().toHours());
    }

    @Override
    public void erase(AccountId account) {
        store.erase(account);
    }
}
