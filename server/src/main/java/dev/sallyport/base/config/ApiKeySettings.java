package dev.sallyport.base.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What an operator can set about keys for programs.
final class ApiKeySettings {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._:-]{0,39}");
    private static final Pattern KIND = Pattern.compile("read|trade|transfer|withdraw");

    /// What most exchanges have; whoever names scopes of his own names all of them.
    private static final Map<String, Config.ApiScope> USUAL = usual();

    private ApiKeySettings() {}

    private static Map<String, Config.ApiScope> usual() {
        var scopes = new LinkedHashMap<String, Config.ApiScope>();
        scopes.put("balances.read", new Config.ApiScope("read", "See balances", "Guthaben sehen"));
        scopes.put(
                "orders.read", new Config.ApiScope("read", "See orders and trades", "Aufträge und Abschlüsse sehen"));
        scopes.put(
                "orders.write",
                new Config.ApiScope("trade", "Place and cancel orders", "Aufträge erteilen und löschen"));
        scopes.put(
                "transfers.write",
                new Config.ApiScope(
                        "transfer", "Move money between your own accounts", "Geld zwischen eigenen Konten umbuchen"));
        scopes.put(
                "withdrawals.write",
                new Config.ApiScope("withdraw", "Withdraw to listed destinations", "An gelistete Ziele auszahlen"));
        return scopes;
    }

    static Config.ApiKeys apiKeys(Settings s) {
        List<String> schemes = s.list("api-keys.schemes");
        return new Config.ApiKeys(
                scopes(s),
                schemes.isEmpty() ? List.of("sallyport") : schemes,
                Map.copyOf(s.section("api-keys.scheme")),
                s.flag("api-keys.hmac", true));
    }

    private static Map<String, Config.ApiScope> scopes(Settings s) {
        Map<String, String> named = s.section("api-keys.scopes");
        if (named.isEmpty()) {
            return USUAL;
        }
        var scopes = new LinkedHashMap<String, Config.ApiScope>();
        named.forEach((name, text) -> {
            String[] parts = text.split("\\|", -1);
            if (!NAME.matcher(name).matches()
                    || parts.length != 3
                    || !KIND.matcher(parts[0].strip()).matches()
                    || parts[1].isBlank()
                    || parts[2].isBlank()) {
                s.mistake(
                        "api-keys.scopes." + name,
                        "must be a kind and the words for holders, such as `trade | Place orders | Aufträge erteilen`");
                return;
            }
            scopes.put(name, new Config.ApiScope(parts[0].strip(), parts[1].strip(), parts[2].strip()));
        });
        return Collections.unmodifiableMap(scopes);
    }
}
