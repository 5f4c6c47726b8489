package dev.sallyport.account;

import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/// What every change of addresses needs at hand.
@Component
record ContactDesk(
        AccountStore accounts,
        Proofs proofs,
        Reach reach,
        Objections objections,
        List<ContactTie> ties,
        Limits limits,
        Clock clock) {
    Account account(AccountId account) {
        return accounts.find(account)
                .map(AccountStore.Row::account)
                .orElseThrow(() -> new Refused(ErrorCode.NOT_SIGNED_IN, "the account is gone"));
    }

    Instant now() {
        return clock.instant();
    }
}
