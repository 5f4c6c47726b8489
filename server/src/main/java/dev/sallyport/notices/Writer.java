package dev.sallyport.notices;

import com.ibm.icu.text.MessageFormat;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.text.Texts;
import dev.sallyport.notices.Letter.Look;
import dev.sallyport.notices.Letter.Paragraph;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Puts a message into words.
@Component
final class Writer {
    private final Texts texts;
    private final Config config;
    private final Clock clock;

    Writer(Texts texts, Config config, Clock clock) {
        this.texts = texts;
        this.config = config;
        this.clock = clock;
    }

    Letter write(Message message, MessageId id) {
        var values = values(message, id);
        return message.channel() == Channel.MAIL ? mail(message, values) : sms(message, values);
    }

    private Letter mail(Message message, Map<String, String> values) {
        Language language = message.language();
        String link = values.get("link");
        var paragraphs = new ArrayList<Paragraph>();
        if (values.containsKey("phrase")) {
            // Before anything else, and always in these words: what is looked for is found at a glance, or
            // is missed.
            paragraphs.add(new Paragraph(Look.PLAIN, List.of(fill(language, "notices.phrase", values))));
        }
        paragraphs.addAll(paragraphs(text(message, "text", values), values));
        if (link != null) {
            paragraphs.addAll(paragraphs(text(message, "link", values), values));
            paragraphs.add(new Paragraph(Look.LINK, List.of(link)));
        }
        String lock = values.getOrDefault("lock", "");
        if (!lock.isEmpty()) {
            paragraphs.addAll(paragraphs(fill(language, "notices.lock", values), values));
            paragraphs.add(new Paragraph(Look.LINK, List.of(lock)));
        }
        return new Letter(
                message.address(),
                language,
                Plain.oneLine(text(message, "subject", values), 150),
                paragraphs,
                fill(language, "notices.footer", values));
    }

    private Letter sms(Message message, Map<String, String> values) {
        var lines = new ArrayList<String>();
        String phrase = values.get("phrase");
        lines.add((phrase == null ? "" : "[" + phrase + "] ") + Plain.oneLine(text(message, "sms", values), 300) + " ("
                + values.get("message") + ")");
        String code = values.get("code");
        if (code != null) {
            // Browsers offer such a code only on the page of this host (origin-bound one-time codes). It
            // must be last.
            lines.add("@" + config.origin().getHost() + " #" + code);
        }
        return new Letter(message.address(), message.language(), "", List.of(new Paragraph(Look.PLAIN, lines)), "");
    }

    private static List<Paragraph> paragraphs(String text, Map<String, String> values) {
        return Arrays.stream(text.split("\n\n", -1))
                .map(p -> new Paragraph(
                        p.equals(values.get("code")) ? Look.CODE : Look.PLAIN,
                        p.lines().toList()))
                .toList();
    }

    private String text(Message message, String part, Map<String, String> values) {
        return fill(message.language(), "notices." + message.kind() + "." + part, values);
    }

    /// A value that the text asks for and nobody gave is a mistake in the program and must not reach a
    /// reader.
    private String fill(Language language, String key, Map<String, String> values) {
        for (String name : new MessageFormat(texts.get(language, key), language.locale()).getArgumentNames()) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("the text " + key + " needs a value for " + name);
            }
        }
        var arguments = new ArrayList<Object>();
        values.forEach((name, value) -> {
            arguments.add(name);
            arguments.add(value);
        });
        return texts.get(language, key, arguments.toArray());
    }

    private Map<String, String> values(Message message, MessageId id) {
        Language language = message.language();
        var values = new HashMap<String, String>();
        values.put("device", texts.get(language, "notices.unknown"));
        values.put("place", texts.get(language, "notices.unknown"));
        message.values().forEach((name, value) -> values.put(name, Values.harmless(name, value)));
        mustBeOurs(values.get("link"));
        mustBeOurs(values.get("lock"));
        ZoneId zone = zone(message.values().get("zone"));
        String at = message.values().get("at");
        values.put("when", when(language, at == null ? clock.instant() : Instant.parse(at), zone));
        String until = message.values().get("until");
        if (until != null) {
            values.put("until", when(language, Instant.parse(until), zone));
        }
        values.put("brand", config.brand());
        values.put("host", config.origin().getAuthority());
        values.put("message", id.text());
        values.put("facts", fill(language, "notices.facts", values));
        return values;
    }

    private void mustBeOurs(@Nullable String link) {
        if (link != null && !link.isEmpty() && !link.startsWith(config.link("/"))) {
            throw new IllegalArgumentException("a message may only link to " + config.origin());
        }
    }

    private static ZoneId zone(@Nullable String name) {
        if (name == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            // A zone that this Java does not know: the time in UTC is right anyway.
            return ZoneOffset.UTC;
        }
    }

    private static String when(Language language, Instant at, ZoneId zone) {
        String day = language == Language.GERMAN ? "d. MMMM uuuu, HH:mm" : "d MMMM uuuu, HH:mm";
        String utc = format(language, day, at, ZoneOffset.UTC) + " UTC";
        if (zone.getRules().getOffset(at).equals(ZoneOffset.UTC)) {
            return utc;
        }
        return format(language, day + " zzz", at, zone) + " (" + utc + ")";
    }

    private static String format(Language language, String pattern, Instant at, ZoneId zone) {
        return DateTimeFormatter.ofPattern(pattern, language.locale()).format(at.atZone(zone));
    }
}
