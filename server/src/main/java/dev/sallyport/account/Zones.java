package dev.sallyport.account;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/// Time zones by their names in the IANA database.
final class Zones {
    private static final Set<String> KNOWN = ZoneId.getAvailableZoneIds();

    /// By its name and not as an offset, which would be shown as a bare "Z".
    private static final ZoneId UTC = ZoneId.of("UTC");

    private Zones() {}

    static boolean isKnown(String name) {
        return KNOWN.contains(name);
    }

    /// A zone as it was kept, which may be that offset.
    static ZoneId kept(String name) {
        return name.equals("Z") ? UTC : ZoneId.of(name);
    }

    /// UTC for what is no name of a zone: a browser's guess is a convenience, no claim to be checked.
    static ZoneId read(String name) {
        return isKnown(name) ? ZoneId.of(name) : UTC;
    }

    /// Those of places, by name, and UTC.
    static List<String> all() {
        return KNOWN.stream()
                .filter(name -> name.equals("UTC")
                        || name.matches("(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+"))
                .sorted()
                .toList();
    }
}
