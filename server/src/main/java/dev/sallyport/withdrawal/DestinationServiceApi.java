package dev.sallyport.withdrawal;

import dev.sallyport.account.Accounts;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.wire.AccountDestinations;
import dev.sallyport.wire.ErrorCode;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// An account's address book for the exchange's services, which offer it where their customer withdraws.
@RestController
class DestinationServiceApi {
    private final DestinationBook book;
    private final Accounts accounts;

    DestinationServiceApi(DestinationBook book, Accounts accounts) {
        this.book = book;
        this.accounts = accounts;
    }

    @Guard(value = Kind.SERVICE, scope = "destinations.read", limit = Limit.SERVICE)
    @GetMapping("/v1/accounts/{account}/destinations")
    AccountDestinations list(@PathVariable UUID account) {
        var id = new AccountId(account);
        if (accounts.find(id).isEmpty()) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such account");
        }
        return book.of(id);
    }
}
