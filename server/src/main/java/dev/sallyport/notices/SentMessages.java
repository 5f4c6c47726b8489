package dev.sallyport.notices;

import dev.sallyport.base.who.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The register of what we sent: for everybody whether a code is one of ours, for a holder all that went to him.
@Component
public final class SentMessages {
    private static final int PAGE = 25;

    private final NoticeStore store;
    private final Envelope envelope;

    SentMessages(NoticeStore store, Envelope envelope) {
        this.store = store;
        this.envelope = envelope;
    }

    /// What anybody may learn of a message: never whose it is, and no word of it.
    ///
    /// @param kind such as `password.changed`
    public record Sent(String kind, Channel channel, Instant at) {}

    /// What its reader may see.
    ///
    /// @param to the address, masked
    /// @param state `waiting`, `sending`, `sent`, `failed` or `dropped`
    public record Line(String code, String kind, Channel channel, String to, Instant at, String state) {}

    /// @param older where the next page begins, null at the end
    public record Slice(List<Line> lines, @Nullable UUID older) {}

    /// A code as we write it: capitals, a hyphen, and the letters that are taken for digits as these (Crockford's
    /// base 32).
    public static String canonical(String code) {
        String letters = code.toUpperCase(Locale.ROOT)
                .replace("-", "")
                .replace(" ", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return letters.length() == 8 ? letters.substring(0, 4) + "-" + letters.substring(4) : letters;
    }

    public Optional<Sent> byCode(String code) {
        return store.byCode(new MessageId(canonical(code)));
    }

    /// @param before an id of an earlier slice; null for the newest
    public Slice of(AccountId account, @Nullable UUID before) {
        List<NoticeStore.Listed> rows = store.list(account, before, PAGE + 1);
        List<Line> lines = rows.stream()
                .limit(PAGE)
                .map(row -> new Line(
                        row.messageId().text(),
                        row.kind(),
                        row.channel(),
                        envelope.openMasked(new NoticeStore.Id(account, row.notice()), row.masked()),
                        row.at(),
                        row.state()))
                .toList();
        return new Slice(lines, rows.size() > PAGE ? rows.get(PAGE - 1).notice() : null);
    }
}
