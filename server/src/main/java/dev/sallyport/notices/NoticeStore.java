package dev.sallyport.notices;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class NoticeStore {
    /// @param account the owner, all zeros for none
    record Id(AccountId account, UUID notice) {}

    record Outgoing(
            String kind,
            Channel channel,
            MessageId messageId,
            byte[] masked,
            byte[] body,
            boolean hasCode,
            Instant createdAt,
            Instant expiresAt) {}

    /// @param attempts this one included
    record Claimed(
            String kind,
            Channel channel,
            MessageId messageId,
            byte[] body,
            int attempts,
            boolean hasCode,
            Instant createdAt,
            Instant expiresAt) {}

    record Listed(
            UUID notice, String kind, Channel channel, MessageId messageId, byte[] masked, Instant at, String state) {}

    private final JdbcClient jdbc;

    NoticeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Id id, Outgoing out) {
        jdbc.sql("""
                INSERT INTO notice (account_id, notice_id, kind, channel, message_id, masked, body, state, attempts,
                    has_code, created_at, expires_at)
                VALUES (:account, :notice, :kind, :channel, :message, :masked, :body, 'waiting', 0,
                    :hasCode, :createdAt, :expiresAt)
                """)
                .param("account", id.account().value())
                .param("notice", id.notice())
                .param("kind", out.kind())
                .param("channel", out.channel().name())
                .param("message", out.messageId().text())
                .param("masked", out.masked())
                .param("body", out.body())
                .param("hasCode", out.hasCode())
                .param("createdAt", Timestamp.from(out.createdAt()))
                .param("expiresAt", Timestamp.from(out.expiresAt()))
                .update();
    }

    /// Takes the notice for one try. What a node that died was sending is taken again; what is done is not.
    Optional<Claimed> claim(Id id) {
        return jdbc.sql("""
                UPDATE notice SET state = 'sending', attempts = attempts + 1
                WHERE account_id = :account AND notice_id = :notice AND state IN ('waiting', 'sending')
                RETURNING kind, channel, message_id, body, attempts, has_code, created_at, expires_at
                """)
                .param("account", id.account().value())
                .param("notice", id.notice())
                .query((row, n) -> new Claimed(
                        row.getString("kind"),
                        Channel.valueOf(row.getString("channel")),
                        new MessageId(row.getString("message_id")),
                        row.getBytes("body"),
                        row.getInt("attempts"),
                        row.getBoolean("has_code"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("expires_at").toInstant()))
                .optional();
    }

    void release(Id id) {
        jdbc.sql("""
                UPDATE notice SET state = 'waiting'
                WHERE account_id = :account AND notice_id = :notice AND state = 'sending'
                """)
                .param("account", id.account().value())
                .param("notice", id.notice())
                .update();
    }

    void finish(Id id, String state, boolean wipe, Instant now) {
        jdbc.sql("""
                UPDATE notice SET state = :state, finished_at = :now, body = CASE WHEN :wipe THEN NULL ELSE body END
                WHERE account_id = :account AND notice_id = :notice AND state = 'sending'
                """)
                .param("account", id.account().value())
                .param("notice", id.notice())
                .param("state", state)
                .param("wipe", wipe)
                .param("now", Timestamp.from(now))
                .update();
    }

    /// When the oldest message was written that has not gone out.
    Optional<Instant> oldestOpen() {
        return jdbc.sql("SELECT min(created_at) AS oldest FROM notice WHERE state IN ('waiting', 'sending')")
                .query((row, n) ->
                        Optional.ofNullable(row.getTimestamp("oldest")).map(Timestamp::toInstant))
                .single();
    }

    /// The newest, should two ever have the same.
    Optional<SentMessages.Sent> byCode(MessageId code) {
        return jdbc.sql("""
                SELECT kind, channel, created_at FROM notice WHERE message_id = :code ORDER BY created_at DESC LIMIT 1
                """)
                .param("code", code.text())
                .query((row, n) -> new SentMessages.Sent(
                        row.getString("kind"),
                        Channel.valueOf(row.getString("channel")),
                        row.getTimestamp("created_at").toInstant()))
                .optional();
    }

    /// The newest first.
    List<Listed> list(AccountId account, @Nullable UUID before, int most) {
        return jdbc.sql("""
                SELECT notice_id, kind, channel, message_id, masked, created_at, state FROM notice
                WHERE account_id = :account AND (:before::uuid IS NULL OR notice_id < :before::uuid)
                ORDER BY notice_id DESC LIMIT :most
                """)
                .param("account", account.value())
                .param("before", before)
                .param("most", most)
                .query((row, n) -> new Listed(
                        row.getObject("notice_id", UUID.class),
                        row.getString("kind"),
                        Channel.valueOf(row.getString("channel")),
                        new MessageId(row.getString("message_id")),
                        row.getBytes("masked"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getString("state")))
                .list();
    }

    int wipeBodies(Instant finishedBefore, int most) {
        return jdbc.sql("""
                UPDATE notice SET body = NULL
                WHERE (account_id, notice_id) IN (
                    SELECT account_id, notice_id FROM notice
                    WHERE body IS NOT NULL AND finished_at < :before LIMIT :most)
                """)
                .param("before", Timestamp.from(finishedBefore))
                .param("most", most)
                .update();
    }

    int forget(Instant createdBefore, int most) {
        return jdbc.sql("""
                DELETE FROM notice
                WHERE (account_id, notice_id) IN (
                    SELECT account_id, notice_id FROM notice WHERE created_at < :before
                    AND state NOT IN ('waiting', 'sending') LIMIT :most)
                """)
                .param("before", Timestamp.from(createdBefore))
                .param("most", most)
                .update();
    }
}
