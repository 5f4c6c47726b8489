package dev.sallyport.withdrawal;

import dev.sallyport.account.Account;
import dev.sallyport.account.Accounts;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.session.Devices;
import dev.sallyport.session.Session;
import dev.sallyport.session.Sessions;
import dev.sallyport.wire.ErrorCode;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What stands before every exit, whatever the policy says: the account, where it is asked from, holds,
/// locks and the list
/// of destinations. One gate, so that no exit goes round it (A53).
@Component
class Gate {
    private final Accounts accounts;
    private final Sessions sessions;
    private final Devices devices;

    Gate(Accounts accounts, Sessions sessions, Devices devices) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.devices = devices;
    }

    /// In the caller's transaction, with which it is true.
    ///
    /// @return what stands in the way; empty for nothing
    Optional<Decision> closed(Asked asked, Instant now) {
        Account account =
                accounts.find(asked.account()).orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such account"));
        if (account.eraseAt() != null) {
            return Optional.of(Decision.refused("account-closing"));
        }
        SessionId session = asked.session();
        boolean askedFromNowhere = session != null
                && sessions.live(asked.account(), session)
                        .filter(live -> !live.held())
                        .isEmpty();
        return askedFromNowhere ? Optional.of(Decision.refused("session-over")) : Optional.empty();
    }

    /// Whether it is asked for on a device that the account hardly knows. A program has no device; what
    /// it may do stands with its key.
    boolean isNewDevice(Asked asked) {
        SessionId id = asked.session();
        return id != null
                && sessions.live(asked.account(), id)
                        .map(Session::device)
                        .filter(device -> devices.isSettled(asked.account(), device))
                        .isEmpty();
    }
}
