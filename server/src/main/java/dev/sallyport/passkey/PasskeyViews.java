package dev.sallyport.passkey;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the pages of passkeys show.
public final class PasskeyViews {
    private PasskeyViews() {}

    /// @param only whether nothing else opens the account
    /// @param enough whether there are enough of them for that
    /// @param alone whether the account would be lost with its one strong proof (R-PK-3)
    /// @param done the key of a sentence about what has just been done; null otherwise
    public record Passkeys(
            List<One> passkeys,
            boolean only,
            boolean enough,
            boolean alone,
            @Nullable String done,
            Mistakes mistakes) {}

    /// @param name what to call it; null for one without any name
    /// @param own the holder's own name, as it is changed; empty for none
    /// @param model the product, where that is not the name already
    /// @param synced whether it is on all the holder's devices, or on one only
    /// @param suspected whether somebody may have a copy
    public record One(
            String id,
            @Nullable String name,
            String own,
            @Nullable String model,
            boolean synced,
            boolean suspected,
            Instant created,
            @Nullable Instant used) {}

    /// @param options for the browser, as JSON
    public record New(String options) {}

    /// @param name what to call it; null for one without any name
    /// @param blocked the key of the sentence why it cannot go; null when it can
    public record Removal(
            String id, @Nullable String name, @Nullable String blocked) {}

    static One of(Passkey passkey) {
        String label = passkey.label();
        String model = passkey.model();
        return new One(
                passkey.id().toString(),
                label,
                Objects.requireNonNullElse(passkey.name(), ""),
                model == null || model.equals(label) ? null : model,
                passkey.backupEligible(),
                passkey.suspectedAt() != null,
                passkey.createdAt(),
                passkey.lastUsedAt());
    }
}
