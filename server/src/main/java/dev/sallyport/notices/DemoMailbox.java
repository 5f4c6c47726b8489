package dev.sallyport.notices;

import dev.sallyport.base.crypto.BlindIndex;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.Uuid7;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Where mails and texts end in the demo: nothing leaves the machine. Encrypted like everything else.
@Component
@Profile("demo")
public final class DemoMailbox {
    private static final String COLUMN = "notice_mailbox.body";
    private static final Duration KEPT = Duration.ofDays(7);

    /// One message that would have gone out.
    ///
    /// @param at ISO-8601, UTC
    public record Mail(String to, Channel channel, String subject, String text, String at, String messageId) {
        public Instant time() {
            return Instant.parse(at);
        }
    }

    private final JdbcClient jdbc;
    private final Vault vault;
    private final BlindIndex index;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder().build();

    DemoMailbox(JdbcClient jdbc, Vault vault, BlindIndex index, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.index = index;
        this.clock = clock;
    }

    Carrier carrier(Channel channel) {
        return new Carrier() {
            @Override
            public Channel channel() {
                return channel;
            }

            @Override
            public Outcome carry(Letter letter, UUID notice, MessageId id) {
                put(channel, letter, id);
                return new Outcome.Sent();
            }
        };
    }

    private void put(Channel channel, Letter letter, MessageId id) {
        Instant now = clock.instant();
        UUID mailId = Uuid7.at(now.toEpochMilli());
        var mail = new Mail(letter.to(), channel, letter.subject(), letter.text(), now.toString(), id.text());
        jdbc.sql("DELETE FROM notice_mailbox WHERE at < :before")
                .param("before", Timestamp.from(now.minus(KEPT)))
                .update();
        jdbc.sql("INSERT INTO notice_mailbox (mail_id, address_index, at, body) VALUES (:id, :index, :at, :body)")
                .param("id", mailId)
                .param("index", of(letter.to()))
                .param("at", Timestamp.from(now))
                .param("body", vault.closeUnowned(COLUMN, mailId.toString(), json.writeValueAsString(mail)))
                .update();
    }

    /// The newest first.
    ///
    /// @param to only what went to this address; null or empty for all
    List<Mail> newest(@Nullable String to, int most) {
        var query = to == null || to.isBlank()
                ? jdbc.sql("SELECT mail_id, body FROM notice_mailbox ORDER BY at DESC, mail_id DESC LIMIT :most")
                : jdbc.sql("""
                        SELECT mail_id, body FROM notice_mailbox WHERE address_index = :index
                        ORDER BY at DESC, mail_id DESC LIMIT :most
                        """).param("index", of(to));
        return query.param("most", most)
                .query((row, n) -> json.readValue(
                        vault.openUnowned(COLUMN, row.getString("mail_id"), row.getBytes("body")), Mail.class))
                .list();
    }

    /// A number's plus sign is a blank in a query that was not encoded.
    private byte[] of(String address) {
        String plain = address.strip().toLowerCase(Locale.ROOT);
        return index.of("notice.mailbox", plain.matches("\\d{6,15}") ? "+" + plain : plain);
    }
}
