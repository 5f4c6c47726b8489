package dev.sallyport.session;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.who.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Which versions of browsers and systems are still kept safe by their makers (R-DEV-1). A browser says of itself what
/// it is: this helps honest holders and stops nobody who lies. What is not listed is not judged.
@Component
public final class Maintained {
    /// The page that tells it.
    static final String TOLD_AT = "/account/devices/outdated";

    private static final Pattern NAMED = Pattern.compile("(\\D*?)\\s*(?:(\\d{1,6}).*)?");
    private static final int NONE = Integer.MAX_VALUE;

    private final Map<String, Integer> oldest;
    private final boolean refuses;
    private final Sight sight;

    Maintained(Config config, Sight sight) {
        Path file = config.devices().maintainedFile();
        this.oldest = file == null ? ours() : read(file);
        this.refuses = config.devices().refuseOutdated();
        this.sight = sight;
    }

    private static Map<String, Integer> ours() {
        try (InputStream in = Objects.requireNonNull(Maintained.class.getResourceAsStream("/session/maintained.tsv"))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Integer> read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(file + " is no list of maintained browsers and systems", e);
        }
    }

    /// Why a file cannot serve as the list; for a look before the start.
    public static Optional<String> obstacle(Path file) {
        try {
            parse(Files.readString(file));
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Integer> parse(String text) {
        var oldest = new HashMap<String, Integer>();
        for (String line : text.split("\\R", -1)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\t", -1);
            if (parts.length != 3
                    || !parts[0].matches("browser|system")
                    || parts[1].isBlank()
                    || !parts[2].matches("\\d{1,6}|\\*")) {
                throw new IllegalArgumentException("cannot read the line \"" + line + "\"");
            }
            oldest.put(key(parts[0], parts[1]), parts[2].equals("*") ? NONE : Integer.parseInt(parts[2]));
        }
        return Map.copyOf(oldest);
    }

    private static String key(String kind, String name) {
        return kind + "|" + name;
    }

    /// Whether a browser or its system is too old.
    boolean isOutdated(Seen seen) {
        return isBehind("browser", seen.browser()) || isBehind("system", seen.system());
    }

    /// @param named such as "Chrome 156"
    private boolean isBehind(String kind, String named) {
        Matcher parts = NAMED.matcher(named);
        if (!parts.matches()) {
            return false;
        }
        Integer least = oldest.get(key(kind, parts.group(1)));
        @Nullable String version = parts.group(2);
        return least != null && (least == NONE || (version != null && Integer.parseInt(version) < least));
    }

    /// Whether the operator wants no sensitive act from there.
    public boolean refuses(Caller caller) {
        return refuses && isOutdated(sight.of(caller));
    }

    /// Where a browser goes after a sign-in: first to where it is told that it is too old, if it is.
    public String afterSignIn(Caller caller, String back) {
        return isOutdated(sight.of(caller)) ? TOLD_AT + "?to=" + URLEncoder.encode(back, StandardCharsets.UTF_8) : back;
    }
}
