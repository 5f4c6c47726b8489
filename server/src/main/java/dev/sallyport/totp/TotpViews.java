package dev.sallyport.totp;

import dev.sallyport.base.http.Mistakes;
import org.jspecify.annotations.Nullable;

/// What the pages of authenticator apps show.
public final class TotpViews {
    private TotpViews() {}

    /// @param name what was typed before
    public record New(String name, Mistakes mistakes) {}

    /// @param shown the key, in the answer that made it only; null later
    /// @param action where the first code goes
    /// @param anew where a new key is made
    public record Key(
            TotpBindings.@Nullable Begun shown,
            TotpBindings.Pending pending,
            String action,
            String anew,
            Mistakes mistakes) {}

    public static Key shown(TotpBindings.Begun begun, String action, String anew) {
        return new Key(begun, begun.pending(), action, anew, Mistakes.NONE);
    }

    public static Key unshown(TotpBindings.Pending pending, String action, String anew, Mistakes mistakes) {
        return new Key(null, pending, action, anew, mistakes);
    }

    public record Removal(String id, String name, Mistakes mistakes) {}
}
