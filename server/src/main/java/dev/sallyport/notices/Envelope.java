package dev.sallyport.notices;

import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.AccountId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Closes and opens letters for the outbox: under the account's own key, or, for somebody without an account,
/// under the ring's.
@Component
final class Envelope {
    /// The account of those who have none.
    static final AccountId STRANGER = new AccountId(new UUID(0, 0));

    private static final String BODY = "notice.body";
    private static final String MASKED = "notice.masked";

    private final Vault vault;
    private final JsonMapper json = JsonMapper.builder().build();

    Envelope(Vault vault) {
        this.vault = vault;
    }

    byte[] close(NoticeStore.Id id, Letter letter) {
        return close(id, BODY, json.writeValueAsString(letter));
    }

    byte[] closeMasked(NoticeStore.Id id, Channel channel, String address) {
        return close(id, MASKED, masked(channel, address));
    }

    /// The masked address of a message to an account's own holder.
    String openMasked(NoticeStore.Id id, byte[] masked) {
        return vault.openText(id.account(), MASKED, masked);
    }

    Letter open(NoticeStore.Id id, byte[] body) {
        String text = id.account().equals(STRANGER)
                ? vault.openUnowned(BODY, id.notice().toString(), body)
                : vault.openText(id.account(), BODY, body);
        return json.readValue(text, Letter.class);
    }

    /// False when the account's key has been destroyed: nobody can read the letter any more.
    boolean canOpen(NoticeStore.Id id) {
        return id.account().equals(STRANGER) || vault.hasKey(id.account());
    }

    private byte[] close(NoticeStore.Id id, String column, String text) {
        return id.account().equals(STRANGER)
                ? vault.closeUnowned(column, id.notice().toString(), text)
                : vault.close(id.account(), column, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Enough for the owner to know which of his addresses it was.
    static String masked(Channel channel, String address) {
        if (channel == Channel.SMS) {
            return "••• " + address.substring(Math.max(0, address.length() - 3));
        }
        int at = address.lastIndexOf('@');
        return at < 1 ? "•••" : address.substring(0, address.offsetByCodePoints(0, 1)) + "•••" + address.substring(at);
    }
}
