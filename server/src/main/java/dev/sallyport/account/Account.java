package dev.sallyport.account;

import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// An account and what it has chosen about itself.
///
/// @param eraseAt when it will be erased, while it is closing; until then it can be taken back
/// @param language the holder's choice; null follows the browser
/// @param visible others may find it by its address or number and see its public name; off by default
public record Account(
        AccountId id,
        @Nullable Language language,
        ZoneId zone,
        boolean visible,
        Instant createdAt,
        @Nullable Instant eraseAt) {
    public static final int MOST_PUBLIC_NAME = 40;
}
