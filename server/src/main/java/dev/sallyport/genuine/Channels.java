package dev.sallyport.genuine;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The ways by which we reach people, each named exactly; whatever is not named here is not ours (R-PHI-2).
///
/// @param hosts lower-case A-labels
/// @param mail senders, lower case
/// @param phones in the form of E.164
/// @param apps identifiers by which stores and systems name our programs
/// @param country by whose rules a number without its country is read
record Channels(
        String brand,
        Set<String> hosts,
        Set<String> mail,
        Set<String> phones,
        List<Handle> handles,
        List<String> apps,
        String country) {
    /// @param network such as `mastodon`
    record Handle(String network, String name) {
        static Handle of(String pair) {
            int colon = pair.indexOf(':');
            String name = pair.substring(colon + 1).strip();
            return new Handle(pair.substring(0, colon).strip(), name.startsWith("@") ? name.substring(1) : name);
        }
    }

    static Channels of(Config config) {
        var hosts = new TreeSet<>(config.genuine().hosts());
        hosts.add(config.origin().getHost().toLowerCase(Locale.ROOT));
        var mail = new TreeSet<>(config.genuine().mail());
        if (config.mail().from().indexOf('@') > 0) {
            mail.add(config.mail().from().toLowerCase(Locale.ROOT));
        }
        return new Channels(
                config.brand(),
                hosts,
                mail,
                new TreeSet<>(config.genuine().phones()),
                config.genuine().handles().stream().map(Handle::of).toList(),
                config.genuine().apps(),
                config.sms().homeCountry());
    }

    /// The same lists have the same version, on every node and after every restart.
    String version() {
        var all = new ArrayList<String>();
        all.add(brand);
        all.addAll(hosts);
        all.addAll(mail);
        all.addAll(phones);
        handles.forEach(h -> all.add(h.network() + ":" + h.name()));
        all.addAll(apps);
        return Tokens.encode(Tokens.sha256(String.join("\n", all).getBytes(StandardCharsets.UTF_8)))
                .substring(0, 16);
    }
}
