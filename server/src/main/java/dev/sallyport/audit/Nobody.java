package dev.sallyport.audit;

import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import java.util.UUID;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/// The 256 chains of nobody, each with a data key of its own: as many that strangers who guess names do not
/// queue up behind each other, as few that their number tells nothing.
@Component
final class Nobody implements InitializingBean {
    private static final int CHAINS = 256;
    /// The letters "nobody", then version 8 (RFC 9562 section 5.8): no account, which is a UUIDv7, can have
    /// it.
    private static final long HIGH = 0x6e6f_626f_6479_8000L;

    private static final long LOW = 0x8000_0000_0000_0000L;

    private final AuditStore store;
    private final Vault vault;
    private final Tx tx;

    Nobody(AuditStore store, Vault vault, Tx tx) {
        this.store = store;
        this.vault = vault;
        this.tx = tx;
    }

    static AccountId of(byte[] index) {
        return chain(index[0] & 0xff);
    }

    private static AccountId chain(int number) {
        return new AccountId(new UUID(HIGH, LOW | number));
    }

    /// Makes the data keys at the first start of all, once, however many nodes start together.
    @Override
    public void afterPropertiesSet() {
        tx.run(() -> {
            store.lockNobody();
            if (!vault.hasKey(chain(CHAINS - 1))) {
                for (int number = 0; number < CHAINS; number++) {
                    vault.createKey(chain(number));
                }
            }
        });
    }
}
