package dev.sallyport.totp;

import dev.sallyport.base.http.Mistakes;

/// What the pages of authenticator apps show.
public final class TotpViews {
    private TotpViews() {}

    /// @param name what was typed before
    public record New(String name, Mistakes mistakes) {}

    /// @param action where the first code goes
    public record Key(TotpBindings.Begun begun, String action, Mistakes mistakes) {}

    public record Removal(String id, String name, Mistakes mistakes) {}
}
