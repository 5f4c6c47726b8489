package dev.sallyport.account;

import dev.sallyport.base.who.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A mail address or number of an account, proven by a code.
///
/// @param isPrimary the one that the account is called by; every notice goes to all
/// @param lastUsedAt when it was last proven or signed in with
/// @param proveAgain somebody told us that it may be another's now
public record Contact(
        AccountId account,
        UUID id,
        Identifier.Kind kind,
        String text,
        boolean isPrimary,
        Instant addedAt,
        Instant provenAt,
        Instant lastUsedAt,
        boolean proveAgain) {
    /// A number that nobody used for so long may be somebody else's now (R-ID-4).
    static final Duration PHONE_STALE = Duration.ofDays(180);

    public boolean mustBeProvenAgain(Instant now) {
        return proveAgain || (kind == Identifier.Kind.PHONE && now.isAfter(lastUsedAt.plus(PHONE_STALE)));
    }

    public String masked() {
        return identifier().masked();
    }

    /// For the holder's own lists: so that no two of his addresses look alike.
    String maskedAmong(List<Contact> held) {
        return identifier()
                .maskedAmong(held.stream()
                        .filter(other -> !other.id().equals(id))
                        .map(Contact::identifier)
                        .toList());
    }

    private Identifier identifier() {
        return new Identifier(kind, text, text, true);
    }
}
