package dev.sallyport.oauth;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the pages of the provider show.
public final class OAuthViews {
    private OAuthViews() {}

    /// @param request the request's name in our addresses
    /// @param standing `own`, `verified` or `unverified`
    /// @param details what else is asked for, object by object, as it came (RFC 9396)
    /// @param goesTo the host that the browser goes back to; null for a device
    /// @param hint whom the program asked for, when that is somebody else
    /// @param waits whether money may be moved only after a day
    public record Consent(
            String request,
            String app,
            String standing,
            List<Choice> choices,
            List<List<Line>> details,
            @Nullable String goesTo,
            @Nullable String hint,
            boolean offline,
            boolean waits,
            Mistakes mistakes) {
        public boolean hasMoney() {
            return !details.isEmpty() || choices.stream().anyMatch(Choice::money);
        }

        public boolean forDevice() {
            return goesTo == null;
        }
    }

    /// One field of what is agreed to.
    public record Line(String name, String value) {}

    /// @param name the field's name
    public record Choice(String name, String scope, boolean money, boolean ticked) {}

    /// The browser goes on by itself.
    ///
    /// @param to the whole address
    /// @param host what a reader sees of it
    public record Back(String to, String host) {}

    /// @param done the key of a sentence about what has just been done; null otherwise
    public record Device(String code, @Nullable String done, Mistakes mistakes) {}

    /// @param to where the browser goes after that; empty for nowhere
    public record Logout(@Nullable String app, String client, String to, String state) {}

    /// @param done the key of a sentence about what has just been done; null otherwise
    public record Apps(List<App> apps, @Nullable String done) {}

    /// @param scopes what it may do, by their names
    public record App(
            String id,
            String name,
            String standing,
            List<String> scopes,
            Instant since,
            Instant lastUsed,
            boolean offline) {}
}
