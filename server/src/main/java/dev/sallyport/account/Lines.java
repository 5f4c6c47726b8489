package dev.sallyport.account;

import dev.sallyport.audit.Entry;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Texts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Seen;
import dev.sallyport.session.Sight;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Facts as sentences: each kind of fact has one, `activity.<kind>`.
@Component
public final class Lines {
    private static final Duration RECENT = Duration.ofDays(7);

    private final Texts texts;
    private final Sight sight;
    private final Reach reach;
    private final Clock clock;

    Lines(Texts texts, Sight sight, Reach reach, Clock clock) {
        this.texts = texts;
        this.sight = sight;
        this.reach = reach;
        this.clock = clock;
    }

    public AccountViews.Entry of(Entry entry, Language language) {
        Seen seen = seen(entry);
        return new AccountViews.Entry(
                entry.at(),
                icon(entry),
                sentence(entry, language),
                seen == null ? null : seen.label(),
                seen == null ? null : seen.place(),
                seen == null ? null : seen.address(),
                !entry.succeeded() || "new".equals(entry.detail().get("device")));
    }

    AccountViews.SignedIn signedIn(Entry entry) {
        Seen seen = seen(entry);
        return new AccountViews.SignedIn(
                entry.at(),
                seen == null ? "?" : seen.label(),
                seen == null ? null : seen.place(),
                seen == null ? "" : seen.address());
    }

    private @Nullable Seen seen(Entry entry) {
        String address = entry.address();
        String agent = entry.agent();
        return address == null ? null : sight.of(new Caller(address, agent == null ? "" : agent, null));
    }

    private String sentence(Entry entry, Language language) {
        String key = "activity." + entry.kind();
        // A fact of a later version, read by an older node during an upgrade, is shown by its name.
        return texts.has(language, key) ? texts.get(language, key) : entry.kind();
    }

    private static String icon(Entry entry) {
        if (!entry.succeeded()) {
            return "warning";
        }
        return switch (entry.kind().substring(0, entry.kind().indexOf('.'))) {
            case "signin" -> "lock";
            case "session" -> entry.kind().equals("session.ended") ? "out" : "lock";
            case "device" -> "computer";
            case "contact" -> "mail";
            case "password" -> "key";
            default -> "check";
        };
    }

    String text(Language language, String key, Object... arguments) {
        return texts.get(language, key, arguments);
    }

    /// A day in the holder's own zone.
    String day(AccountId account, Instant at, Language language) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(language.locale())
                .format(at.atZone(reach.zone(account)));
    }

    /// A moment in the holder's own zone.
    String moment(AccountId account, Instant at, Language language) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(language.locale())
                .format(at.atZone(reach.zone(account)));
    }

    Instant recently() {
        return clock.instant().minus(RECENT);
    }
}
