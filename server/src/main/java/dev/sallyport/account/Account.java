package dev.sallyport.account;

import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// An account and what it has chosen about itself.
///
/// @param isOpen false once it was closed; it then answers like one that never was
/// @param language the holder's choice; null follows the browser
/// @param showsName, showsSince what others may see; nothing by default
public record Account(
        AccountId id,
        boolean isOpen,
        @Nullable Language language,
        ZoneId zone,
        boolean showsName,
        boolean showsSince,
        Instant createdAt) {
    public static final int MOST_PUBLIC_NAME = 40;
}
