package dev.sallyport.client.spring;

import dev.sallyport.client.LogoutTokens.Word;

/// The sessions of a site at which holders sign in by OpenID Connect. Where several processes share them (Spring
/// Session), a bean of yours ends them in the store.
@FunctionalInterface
public interface SiteSessions {
    /// Ends the session that was opened from this one at Sallyport, or, where none is named, all of the holder's.
    ///
    /// @throws RuntimeException when that cannot be done; Sallyport says it again
    void end(Word.Ended word);
}
