package dev.sallyport.audit;

import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.SessionId;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One security fact, as the feature that caused it tells it.
///
/// @param kind lower-case words with dots, such as `session.opened`; a constant of the feature
/// @param succeeded whether what was tried came about
/// @param session the session it happened in, when there is one
/// @param caller from where; null for what the server did by itself
/// @param detail factor, decision, reason and the like. No secrets, and no address of a person in full
public record Fact(
        String kind,
        boolean succeeded,
        @Nullable SessionId session,
        @Nullable DeviceId device,
        @Nullable Caller caller,
        Map<String, String> detail) {

    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]*(?:\\.[a-z][a-z0-9-]*)+");
    private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9-]{0,39}");
    private static final int MOST_DETAILS = 24;

    public Fact {
        if (!KIND.matcher(kind).matches() || kind.length() > 80) {
            throw new IllegalArgumentException("not a kind of fact: " + kind);
        }
        if (detail.size() > MOST_DETAILS
                || !detail.keySet().stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw new IllegalArgumentException("not the details of a fact: " + detail.keySet());
        }
        detail = Map.copyOf(detail);
    }

    public static Fact success(String kind) {
        return new Fact(kind, true, null, null, null, Map.of());
    }

    public static Fact failure(String kind) {
        return new Fact(kind, false, null, null, null, Map.of());
    }

    public Fact in(@Nullable SessionId other) {
        return new Fact(kind, succeeded, other, device, caller, detail);
    }

    public Fact on(@Nullable DeviceId other) {
        return new Fact(kind, succeeded, session, other, caller, detail);
    }

    public Fact from(@Nullable Caller other) {
        return new Fact(kind, succeeded, session, device, other, detail);
    }

    /// The same fact with one more detail.
    public Fact with(String name, String value) {
        var more = new HashMap<>(detail);
        more.put(name, value);
        return new Fact(kind, succeeded, session, device, caller, more);
    }
}
