package dev.sallyport.audit;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Networks;
import dev.sallyport.base.who.SessionId;
import java.time.Instant;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line of the log for each fact, in ECS field names. A log is kept longer and read by more people than
/// the record, so it says less: ids, the network and not the address, and no details. It carries the fact's
/// hash: who keeps the log elsewhere can prove later what stood in the record at that place.
final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger("audit");

    private AuditLog() {}

    static void write(AccountId account, Instant at, Fact fact, AuditStore.Appended appended) {
        var line = LOG.atInfo()
                .addKeyValue("event.dataset", "sallyport.audit")
                .addKeyValue("event.action", fact.kind())
                .addKeyValue("event.outcome", fact.succeeded() ? "success" : "failure")
                .addKeyValue("event.created", at.toString())
                .addKeyValue("event.sequence", appended.seq())
                .addKeyValue("event.hash", HexFormat.of().formatHex(appended.hash()))
                .addKeyValue("user.id", account.toString());
        SessionId session = fact.session();
        if (session != null) {
            line = line.addKeyValue("session.id", session.toString());
        }
        Caller caller = fact.caller();
        if (caller != null) {
            line = line.addKeyValue(
                    "source.address",
                    Networks.canonical(caller.address()).map(Networks::prefix).orElse("unknown"));
        }
        line.log("{} {}", fact.kind(), fact.succeeded() ? "succeeded" : "failed");
    }
}
