package dev.sallyport.signals;

import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.Secret;
import java.util.Optional;
import java.util.UUID;

/// The `Authorization` header that a receiver of pushed tokens wants to see, closed like any secret.
final class Authorization {
    private static final String COLUMN = "signal_receiver.authorization";

    private Authorization() {}

    static byte[] close(Vault vault, UUID receiver, Secret header) {
        return vault.closeUnowned(COLUMN, receiver.toString(), header.reveal());
    }

    static Optional<Secret> open(Vault vault, UUID receiver, byte[] closed) {
        var header = new Secret(vault.openUnowned(COLUMN, receiver.toString(), closed));
        return header.isEmpty() ? Optional.empty() : Optional.of(header);
    }
}
