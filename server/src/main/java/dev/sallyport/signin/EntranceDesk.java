package dev.sallyport.signin;

import dev.sallyport.account.Identifier;
import dev.sallyport.account.Identifiers;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.limit.Puzzles;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.Networks;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.Sight;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What stands around the entrance: the limits of networks, the alarm with its puzzle, and what is written
/// down when a password was wrong.
@Component
class EntranceDesk {
    private final Limits limits;
    private final Spray spray;
    private final Puzzles puzzles;
    private final Sight sight;
    private final Audit audit;
    private final Warnings warnings;
    private final Config config;

    EntranceDesk(
            Limits limits, Spray spray, Puzzles puzzles, Sight sight, Audit audit, Warnings warnings, Config config) {
        this.limits = limits;
        this.spray = spray;
        this.puzzles = puzzles;
        this.sight = sight;
        this.audit = audit;
        this.warnings = warnings;
        this.config = config;
    }

    /// Strangers take from what their network has; a known device from what is its own.
    void take(AccountId account, @Nullable DeviceId device, Caller caller) {
        if (device != null) {
            limits.take(Limit.SIGN_IN_DEVICE, account + "|" + device);
            return;
        }
        limits.take(Limit.SIGN_IN_NETWORK, caller.network());
        limits.take(Limit.SIGN_IN_PREFIX, Networks.prefix(caller.address()));
        sight.network(caller.address()).ifPresent(asn -> limits.take(Limit.SIGN_IN_ASN, asn));
    }

    /// What cannot be an identifier is treated as one that nobody has.
    Identifier read(String typed) {
        Optional<Identifier> identifier = Identifiers.read(typed, config.sms().homeCountry());
        return identifier.orElseGet(() -> new Identifier(Identifier.Kind.MAIL, "\0" + typed, "", true));
    }

    boolean closedToStrangers(String solution) {
        return spray.alarmed() && !puzzles.solved(solution);
    }

    void countRefused() {
        audit.refused("signin.failed");
    }

    /// Notes a failure: on the account's record, or on one of those that nobody has. The owner is told beside
    /// the answer, because a mail to write must not make a known account slower.
    void failed(Entrance.Try one, Secret password, Caller caller) {
        Entrance.Target target = one.target();
        AccountId record = target.exists() ? target.account() : audit.nobody(target.index());
        warnings.inTx(() -> audit.record(
                record,
                Fact.failure("signin.failed")
                        .on(target.device())
                        .from(caller)
                        .with("factor", "pwd")
                        .with("failures", Integer.toString(one.failures()))));
        spray.failed(target.account(), password);
        if (target.open() && one.last()) {
            warnings.tell(target.account(), "signin.closed", one.failures(), caller);
        } else if (target.open() && one.failures() == Attempts.FREE) {
            warnings.tell(target.account(), "signin.blocked", one.failures(), caller);
        }
    }
}
