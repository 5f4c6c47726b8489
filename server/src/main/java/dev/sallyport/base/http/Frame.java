package dev.sallyport.base.http;

import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Texts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What every template gets as `page`: the reader's language and zone, the brand, the token that forms carry,
/// and the nonce that scripts carry.
///
/// @param path the address shown, without query
/// @param holder how the signed-in holder is called at the top of the page; null for a stranger
/// @param origin the address that the browser's address bar must begin with, from the settings and never from
///     the request
public record Frame(
        Texts texts,
        Language language,
        ZoneId zone,
        Instant now,
        String brand,
        String path,
        String nonce,
        Supplier<String> csrfToken,
        @Nullable String holder,
        boolean demo,
        String version,
        String origin) {

    /// The text for a key; arguments are pairs of name and value.
    public String t(String key, Object... arguments) {
        return texts.get(language, key, arguments);
    }

    public boolean has(String key) {
        return texts.has(language, key);
    }

    public String csrf() {
        return csrfToken.get();
    }

    /// Such as "5 minutes ago"; the exact time belongs beside it, see [#exact].
    public String ago(Instant at) {
        long seconds = Math.max(0, now.getEpochSecond() - at.getEpochSecond());
        if (seconds < 60) {
            return t("time.now");
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return t("time.minutes", "count", minutes);
        }
        long hours = minutes / 60;
        return hours < 24 ? t("time.hours", "count", hours) : t("time.days", "count", hours / 24);
    }

    /// Date and time in the reader's zone, with the zone's name.
    public String exact(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(language.locale())
                        .format(at.atZone(zone))
                + " "
                + DateTimeFormatter.ofPattern("zzz", language.locale()).format(at.atZone(zone));
    }

    /// The end of something short: the time of day, with the date only when that is another one.
    public String until(Instant at) {
        return at.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate())
                ? DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                        .withLocale(language.locale())
                        .format(at.atZone(zone))
                : exact(at);
    }

    /// The day in the reader's zone: "Today", "Yesterday", or its date.
    public String day(Instant at) {
        LocalDate day = at.atZone(zone).toLocalDate();
        long back = ChronoUnit.DAYS.between(day, now.atZone(zone).toLocalDate());
        if (back == 0) {
            return t("time.today");
        }
        return back == 1
                ? t("time.yesterday")
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                        .withLocale(language.locale())
                        .format(day);
    }

    /// The sentence for a mistake, null where there is none; see [Mistakes].
    public @Nullable String mistake(Mistakes mistakes, String field) {
        for (Mistakes.Mistake mistake : mistakes.all()) {
            if (mistake.field().equals(field)) {
                return t(mistake);
            }
        }
        return null;
    }

    public String t(Mistakes.Mistake mistake) {
        return t(mistake.key(), mistake.arguments().toArray());
    }

    /// For the `datetime` attribute of `time`.
    public String iso(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// Whether a link of the menu leads to where the reader is, or to the page above it.
    public boolean at(String other) {
        return path.equals(other) || (!other.equals("/account") && path.startsWith(other + "/"));
    }

    /// An asset's address, with the version in it so that it may be kept for ever.
    public String asset(String name) {
        return "/assets/" + version + "/" + name;
    }
}
