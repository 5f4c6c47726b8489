package dev.sallyport.signin;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the pages of signing in show.
public final class SigninViews {
    private SigninViews() {}

    /// @param identifier what was typed before, so that only the password is typed again
    /// @param challenge a proof of work to be solved first, as JSON; null while all is calm
    /// @param to the page that was asked for before signing in; null for the overview
    public record SignIn(
            String identifier,
            boolean shared,
            @Nullable String challenge,
            @Nullable String to,
            Mistakes mistakes) {}

    /// @param address where the code went, masked
    /// @param again whether it was just sent once more
    public record ContactCode(String address, Instant until, boolean again, Mistakes mistakes) {}

    /// @param identifier for the password manager, which keeps the new password under it
    /// @param because the key of the sentence that says why the old one cannot stay
    public record NewPassword(String identifier, String because, int minimum, Mistakes mistakes) {}

    /// @param to the page that needed the fresh proof
    public record Again(String identifier, String to, Mistakes mistakes) {}
}
