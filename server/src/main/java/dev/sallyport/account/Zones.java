package dev.sallyport.account;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/// Time zones by their names in the IANA database.
final class Zones {
    private static final Set<String> KNOWN = ZoneId.getAvailableZoneIds();

    private Zones() {}

    /// UTC for what is no name of a zone: a browser's guess is a convenience, no claim to be checked.
    static ZoneId read(String name) {
        return KNOWN.contains(name) ? ZoneId.of(name) : ZoneOffset.UTC;
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
