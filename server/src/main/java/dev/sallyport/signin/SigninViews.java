package dev.sallyport.signin;

import dev.sallyport.base.http.Mistakes;
import dev.sallyport.recoverycode.RecoveryCodeViews;
import dev.sallyport.stepup.Asking;
import dev.sallyport.totp.TotpViews;
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
    /// @param setUp whether a second proof is to be set up afterwards, and that is why we ask
    /// @param again whether it was just sent once more
    public record ContactCode(String address, Instant until, boolean setUp, boolean again, Mistakes mistakes) {}

    /// @param identifier for the password manager, which keeps the new password under it
    /// @param because the key of the sentence that says why the old one cannot stay
    public record NewPassword(String identifier, String because, int minimum, Mistakes mistakes) {}

    /// A second proof is to be set up before the session opens.
    ///
    /// @param name what was typed as the app's name and came back with a mistake; empty otherwise
    public record SetUp(String name, Mistakes mistakes) {}

    public record SetUpKey(TotpViews.Key key) {}

    /// @param made the codes, shown in this answer only; null when they must be made (again)
    public record SetUpCodes(RecoveryCodeViews.@Nullable Made made) {}

    /// @param way the number of the way that is shown
    /// @param mayTrust whether this device may be spared the question for a while
    /// @param sent whether a code has just been sent
    public record Second(Asking.Asked asked, int way, boolean mayTrust, boolean sent, Mistakes mistakes) {}
}
