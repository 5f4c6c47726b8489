package dev.sallyport.recovery;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.who.Caller;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Every recovery is told to every address, those that were removed lately too, and says how to object (N-20).
@Component
class RecoveryNews {
    static final String CANCELLATION = "/recovery/cancellation/";

    private final Reach reach;
    private final Audit audit;
    private final Config config;

    RecoveryNews(Reach reach, Audit audit, Config config) {
        this.reach = reach;
        this.audit = audit;
        this.config = config;
    }

    /// Where there is no wait the end is told at once, and its mail can close every door.
    void begun(Recovery one, Bearer cancel, Caller caller) {
        if (one.readyAt().isAfter(one.beganAt())) {
            reach.everywhere(
                    one.account(),
                    one.unlocks() ? "recovery.begun-locked" : "recovery.begun",
                    Map.of(
                            "until",
                            one.readyAt().toString(),
                            "link",
                            config.link(CANCELLATION + cancel.reveal().reveal())),
                    caller);
        }
        audit.record(one.account(), of(Fact.success("recovery.begun"), one).from(caller));
    }

    void cancelled(Recovery one, Caller caller) {
        reach.everywhere(one.account(), "recovery.cancelled", Map.of(), caller);
        audit.record(one.account(), of(Fact.success("recovery.cancelled"), one).from(caller));
    }

    void completed(Recovery one, Caller caller) {
        reach.everywhere(one.account(), one.unlocks() ? "recovery.unlocked" : "recovery.completed", Map.of(), caller);
        audit.record(one.account(), of(Fact.success("recovery.completed"), one).from(caller));
    }

    private static Fact of(Fact fact, Recovery one) {
        return fact.with("recovery", one.id().toString())
                .with("of", one.unlocks() ? "locked-account" : "password")
                .with("shown", one.alone() ? "address" : "address-and-second");
    }
}
