package dev.sallyport.base.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// By what people may know us: hosts, senders, numbers, names in networks, apps.
final class GenuineSettings {
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+");
    private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern HANDLE = Pattern.compile("[a-z0-9.-]{1,40}:@?[A-Za-z0-9._-]{1,60}");
    private static final Pattern MAIL = Pattern.compile("[^@\\s<>\",;:\\\\]+@" + HOST.pattern());

    private GenuineSettings() {}

    static Config.Genuine genuine(Settings s, boolean demo) {
        List<String> hosts = list(s, "genuine.hosts", HOST, "whole host names in lower case, such as www.examplex.com");
        return new Config.Genuine(
                demo && s.text("genuine.hosts") == null
                        ? List.of("examplex.com", "www.examplex.com", "account.examplex.com")
                        : hosts,
                list(s, "genuine.mail", MAIL, "mail addresses, such as news@examplex.com"),
                list(s, "genuine.phones", PHONE, "numbers such as +4915123456789"),
                list(s, "genuine.handles", HANDLE, "NETWORK:NAME, such as mastodon:examplex"),
                s.list("genuine.apps"));
    }

    private static List<String> list(Settings s, String name, Pattern form, String what) {
        boolean names = name.endsWith("handles");
        List<String> all = s.list(name).stream()
                .map(entry -> names ? entry : entry.toLowerCase(Locale.ROOT))
                .toList();
        for (String entry : all) {
            if (!form.matcher(entry).matches()) {
                s.mistake(name, "holds \"" + entry + "\"; it takes " + what);
            }
        }
        return all;
    }
}
