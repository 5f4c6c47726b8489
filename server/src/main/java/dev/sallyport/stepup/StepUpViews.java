package dev.sallyport.stepup;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the pages of this package show.
public final class StepUpViews {
    private StepUpViews() {}

    /// @param act the end of the key `stepup.act.<act>`; `again-held` when the session was seen elsewhere
    /// @param identifier for password managers
    /// @param way the number of the way that is shown
    /// @param sent a code has just been sent
    public record Ask(
            String id, String act, String identifier, Asking.Asked asked, int way, boolean sent, Mistakes mistakes) {}

    /// Everything that protects a sign-in beside the password.
    ///
    /// @param on whether a second proof is asked for at sign-in
    /// @param recommended the account has no strong one yet
    /// @param done the key of a sentence about what has just been done; null otherwise
    public record TwoStep(
            boolean on,
            boolean recommended,
            List<App> apps,
            int passkeys,
            Codes codes,
            Texting texting,
            List<Trusted> trusted,
            @Nullable String done,
            @Nullable String back) {}

    public record App(
            String id, String name, Instant added, @Nullable Instant used) {}

    /// @param offered whether there is a second proof that they stand in for
    /// @param left of ten; none when never made
    public record Codes(boolean offered, int left, @Nullable Instant made, boolean kept) {}

    public record Texting(
            boolean offered, boolean on, @Nullable String number) {}

    public record Trusted(String id, String name, Instant until) {}
}
