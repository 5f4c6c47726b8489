package dev.sallyport.lockdown;

import dev.sallyport.account.AccountViews;
import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the pages of the lockdown show.
public final class LockdownViews {
    private LockdownViews() {}

    /// @param challenge a proof of work, for a number
    public record Begin(String identifier, @Nullable String challenge, Mistakes mistakes) {}

    /// @param address where the code went; it was just typed, so it is shown whole
    public record Code(String address, Instant until, boolean again, Mistakes mistakes) {}

    /// @param token null for a link that is none
    public record ByMail(@Nullable String token) {}

    /// @param again where to look whether it is true by now
    public record Trying(String again) {}

    /// Nothing to show but sentences.
    public record Still() {}

    /// The security centre's page.
    ///
    /// @param last the case to work through; null while there was none
    public record Centre(@Nullable Case last) {}

    /// @param way a word with a text `lockdown.way.<way>`
    public record Case(
            String number, Instant at, String way, Lockdown.Closed closed, List<Asked> facts, List<Step> steps) {}

    /// One thing that happened.
    ///
    /// @param mine what the holder said; null while he has not
    public record Asked(
            long fact, AccountViews.Entry entry, @Nullable Boolean mine) {}

    /// @param name of a text `lockdown.step.<name>`
    /// @param href where to do it; null for what is done elsewhere
    /// @param urgent something that was not his touched it
    public record Step(String name, @Nullable String href, boolean urgent) {}
}
