package dev.sallyport.withdrawal;

import dev.sallyport.account.AllowList;
import dev.sallyport.account.AllowLists;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.wire.AccountDestinations;
import org.springframework.stereotype.Component;

/// The address book as both interfaces send it.
@Component
class DestinationBook {
    private final Destinations destinations;
    private final AllowLists lists;

    DestinationBook(Destinations destinations, AllowLists lists) {
        this.destinations = destinations;
        this.lists = lists;
    }

    AccountDestinations of(AccountId account) {
        AllowList list = lists.of(account);
        AllowList.Change next = list.next();
        return new AccountDestinations(
                list.on(),
                list.delay().toHours(),
                next == null
                        ? null
                        : new AccountDestinations.Change(next.on(), next.delay().toHours(), next.at()),
                destinations.list(account).stream().map(DestinationBook::one).toList());
    }

    static AccountDestinations.One one(Destinations.Entry entry) {
        Destination to = entry.destination();
        return new AccountDestinations.One(
                entry.listed().id().toString(),
                to.asset(),
                to.network(),
                to.address(),
                to.memo(),
                entry.isChecked(),
                entry.state(),
                entry.listed().addedAt(),
                entry.listed().activeAt());
    }
}
