package dev.sallyport.messagecode;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Limits;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// What every change of this proof needs at hand.
@Component
record MessageCodeDesk(Reach reach, Audit audit, Limits limits, Tx tx, Clock clock) {
    Instant now() {
        return clock.instant();
    }

    <T> T run(Supplier<T> work) {
        return tx.run(work);
    }
}
