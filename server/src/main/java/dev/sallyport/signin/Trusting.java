package dev.sallyport.signin;

import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.account.Reach;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.Devices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// "Do not ask again on this device": when it is offered, given and worth something in a sign-in.
@Component
class Trusting {
    private final Devices devices;
    private final Reach reach;
    private final Tx tx;

    Trusting(Devices devices, Reach reach, Tx tx) {
        this.devices = devices;
        this.reach = reach;
        this.tx = tx;
    }

    /// Whether the account has known the device for a while.
    boolean isSettled(Entrance.Target target) {
        return devices.isSettled(target.account(), target.device());
    }

    /// The proofs after which this browser may be trusted.
    List<Kind> by(SignIns.Started started, List<Set<Kind>> ways, Caller caller) {
        if (started.signIn().shared()) {
            return List.of();
        }
        boolean settled = devices.isSettled(started.account(), caller);
        return ways.stream()
                .flatMap(Set::stream)
                .filter(kind -> ProofPolicy.mayTrust(kind, settled))
                .toList();
    }

    /// Whether the browser is spared the second proof.
    ///
    /// @param device null for one that the account does not know
    /// @param caller null when it is said to be a shared computer, which is never trusted
    /// @return the next token for its trust cookie; empty when it is asked
    Optional<Secret> spare(AccountId account, @Nullable DeviceId device, @Nullable Caller caller) {
        if (device == null || caller == null) {
            return Optional.empty();
        }
        return tx.run(() -> switch (devices.spare(account, device, caller)) {
            case Devices.Spared.Yes yes -> Optional.of(yes.token());
            case Devices.Spared.No no -> Optional.empty();
            case Devices.Spared.Copied copied -> {
                reach.all(account, "device.copy-suspected", Map.of(), caller);
                yield Optional.empty();
            }
        });
    }

    /// Trusts the device and tells the holder, in the caller's transaction.
    Secret give(AccountId account, DeviceId device, Caller caller) {
        Secret token = devices.trust(account, device, caller);
        reach.all(account, "device.trusted", Map.of(), caller);
        return token;
    }
}
