package dev.sallyport.base.config;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// What an operator can set about proofs and the devices that they are given on.
final class ProofSettings {
    private static final Pattern RELATED_ORIGIN =
            Pattern.compile("https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[1-9][0-9]{0,4})?");
    private static final Pattern AAGUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private ProofSettings() {}

    static Config.SecondProof secondProof(Settings s, boolean strict) {
        boolean required = s.flag("second-proof.required", strict);
        if (strict && !required) {
            s.mistake("second-proof.required", "must be true in the strict profile");
        }
        return new Config.SecondProof(
                required,
                s.duration(
                        "second-proof.grace", Duration.ofDays(14), Duration.ZERO, Duration.ofDays(strict ? 14 : 365)));
    }

    /// Never shorter than the table says.
    static Config.Holds holds(Settings s) {
        Duration most = Duration.ofHours(72);
        return new Config.Holds(
                s.duration("holds.second-recovered", Duration.ofHours(48), Duration.ofHours(48), most),
                s.duration("holds.contact-changed", Duration.ofHours(24), Duration.ofHours(24), most));
    }

    static Config.Totps totps(Settings s) {
        return new Config.Totps(
                s.oneOf("totp.algorithm", "SHA1", "SHA1", "SHA256", "SHA512"),
                Integer.parseInt(s.oneOf("totp.digits", "6", "6", "8")));
    }

    static Config.Devices devices(Settings s, boolean strict) {
        boolean refuse = s.flag("devices.refuse-outdated", strict);
        if (strict && !refuse) {
            s.mistake("devices.refuse-outdated", "must be true in the strict profile");
        }
        return new Config.Devices(s.existing("devices.maintained-file"), refuse);
    }

    static Config.Passkeys passkeys(Settings s) {
        List<String> related = s.list("passkey.related-origins");
        for (String origin : related) {
            // As browsers write it, since it is compared as text: lower case, no default port, no path.
            if (!RELATED_ORIGIN.matcher(origin).matches() || origin.endsWith(":443")) {
                s.mistake(
                        "passkey.related-origins",
                        "holds \"" + origin + "\", which is no origin such as https://www.examplex.com");
            }
        }
        return new Config.Passkeys(
                related,
                models(s, "passkey.allow-aaguids"),
                models(s, "passkey.deny-aaguids"),
                s.existing("passkey.metadata-file"));
    }

    private static Set<UUID> models(Settings s, String name) {
        var models = new LinkedHashSet<UUID>();
        for (String aaguid : s.list(name)) {
            if (AAGUID.matcher(aaguid).matches()) {
                models.add(UUID.fromString(aaguid));
            } else {
                s.mistake(name, "holds \"" + aaguid + "\", which is no AAGUID: 32 hex digits in five groups");
            }
        }
        return Set.copyOf(models);
    }
}
