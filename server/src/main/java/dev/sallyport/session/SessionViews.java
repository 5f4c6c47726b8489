package dev.sallyport.session;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the pages of sessions and devices show.
public final class SessionViews {
    private SessionViews() {}

    public enum Kind {
        COMPUTER,
        PHONE,
        TABLET,
        APP,
        UNKNOWN;

        /// The name of its icon and the end of its text's key.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param sessions the current one first, then by last use
    /// @param done the key of a sentence about what has just been done; null otherwise
    public record Devices(
            List<Session> sessions,
            List<Device> devices,
            @Nullable String done,
            Mistakes mistakes) {
        public boolean others() {
            return sessions.stream().anyMatch(session -> !session.current());
        }
    }

    /// @param browser such as "Firefox on Linux"
    /// @param place coarse, such as "Berlin, Germany"; null when unknown
    /// @param factors what was proven, each the end of a key `session.factor.<factor>`
    /// @param shared signed in as on a shared computer
    /// @param outdated the browser or system is no longer kept safe by its maker
    /// @param bound the browser keeps a key for it, without which its cookies are worth nothing
    public record Session(
            String id,
            Kind kind,
            String browser,
            @Nullable String place,
            String address,
            Instant created,
            Instant used,
            List<String> factors,
            boolean current,
            boolean shared,
            boolean outdated,
            boolean bound) {}

    /// @param name as the holder calls it, or the browser's name
    public record Device(
            String id,
            Kind kind,
            String name,
            String browser,
            Instant first,
            Instant last,
            boolean current,
            boolean outdated) {}

    /// @param browser what was seen, such as "Firefox 60 · Windows 7"
    /// @param refused sensitive acts are not taken from there
    /// @param to where it goes on
    public record Outdated(String browser, boolean refused, String to) {}

    /// @param cleared whether the browser was told to forget what this site left in it (shared computer)
    public record SignedOut(boolean cleared) {}

    static Session of(Sessions.Listed listed, dev.sallyport.session.Session current, Maintained maintained) {
        dev.sallyport.session.Session session = listed.session();
        Seen seen = listed.seen();
        return new Session(
                session.id().toString(),
                kind(seen),
                seen.label(),
                seen.place(),
                seen.address(),
                session.openedAt(),
                session.lastUsedAt(),
                session.proofs(),
                session.id().equals(current.id()),
                session.shared(),
                maintained.isOutdated(seen),
                session.bound());
    }

    static Device of(
            dev.sallyport.session.Device device, dev.sallyport.session.Session current, Maintained maintained) {
        return new Device(
                device.id().toString(),
                kind(device.seen()),
                device.label(),
                device.seen().label(),
                device.firstSeenAt(),
                device.lastSeenAt(),
                device.id().equals(current.device()),
                maintained.isOutdated(device.seen()));
    }

    private static Kind kind(Seen seen) {
        String system = seen.system().toLowerCase(Locale.ROOT);
        if (system.contains("ipad") || system.contains("tablet")) {
            return Kind.TABLET;
        }
        if (system.startsWith("ios") || system.startsWith("android")) {
            return Kind.PHONE;
        }
        return system.equals("?") ? Kind.UNKNOWN : Kind.COMPUTER;
    }
}
