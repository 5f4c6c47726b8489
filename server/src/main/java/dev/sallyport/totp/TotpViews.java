package dev.sallyport.totp;

import dev.sallyport.base.http.Mistakes;
import org.jspecify.annotations.Nullable;

/// What the pages of authenticator apps show.
public final class TotpViews {
    private TotpViews() {}

    /// @param name what was typed before
    public record New(String name, Mistakes mistakes) {}

    /// @param begun the key, the one time that it is shown; null after that
    /// @param digits of the first code
    /// @param action where it goes
    /// @param again where it begins anew
    public record Key(TotpBindings.@Nullable Begun begun, int digits, String action, String again, Mistakes mistakes) {}

    /// @param mayGo false for the last strong proof
    public record Removal(String id, String name, boolean mayGo, Mistakes mistakes) {}
}
