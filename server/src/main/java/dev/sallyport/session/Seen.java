package dev.sallyport.session;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What was seen of a browser at sign-in, kept closed under the account's key.
///
/// @param address the IP address
/// @param place a coarse place such as "Berlin, Germany"; null without a place database or an entry in it
/// @param browser such as "Chrome 156"; a claim of the browser
/// @param system such as "Linux"
public record Seen(String address, @Nullable String place, String browser, String system) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    static Seen fromJson(String json) {
        return JSON.readValue(json, Seen.class);
    }

    /// Such as "Chrome 156 on Linux".
    public String label() {
        return browser + " · " + system;
    }
}
