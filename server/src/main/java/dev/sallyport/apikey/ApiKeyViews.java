package dev.sallyport.apikey;

import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.who.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the pages of keys show.
public final class ApiKeyViews {
    private ApiKeyViews() {}

    /// @param done the key of a sentence about what has just been done; null otherwise
    public record Keys(List<One> keys, @Nullable String done) {}

    /// @param scopes in words
    /// @param fingerprint of its public key; null for a shared secret
    /// @param ended why it no longer works; null while it does
    public record One(
            String id,
            String text,
            String name,
            String kind,
            List<String> scopes,
            List<String> addresses,
            @Nullable String fingerprint,
            Instant created,
            @Nullable Instant expires,
            ApiKey.Use use,
            boolean frozen,
            @Nullable String ended) {}

    /// @param scopes what may be ticked: name and words
    /// @param signings `scheme/algorithm`, in the order in which they are offered
    public record New(
            String kind,
            List<Choice> scopes,
            List<String> signings,
            boolean withdraws,
            boolean money,
            Typed typed,
            Mistakes mistakes) {}

    public record Choice(String name, String words) {}

    /// What was typed before.
    public record Typed(
            String name,
            Set<String> scopes,
            String addresses,
            String destinations,
            String days,
            String signing,
            String publicKey) {
        static final Typed NOTHING = new Typed("", Set.of(), "", "", "", "", "");
    }

    /// @param secret null where there is none
    public record Made(String id, String name, @Nullable Secret secret) {}

    public record Edit(
            String id,
            String name,
            List<Choice> scopes,
            boolean withdraws,
            @Nullable Instant expires,
            Typed typed,
            Mistakes mistakes) {}

    public record Removal(String id, String name) {}
}
