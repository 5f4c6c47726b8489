/// A trading site as somebody else would write it. It knows Sallyport by three things only: OpenID Connect (Spring
/// Security's own client), the access tokens that its interface checks with the client library, and the stream of
/// revocations. Balances and prices are made up and live in memory.
///
/// A browser's way: `/` → `/oauth2/authorization/sallyport` → Sallyport → `/login/oauth2/code/sallyport` → `/`. The
/// page
/// reads balances and orders from the site's own interface (`/api/…`) with the holder's token. An order that the
/// interface does not take yet (scope, strength or age of the proof) sends the holder to Sallyport with what the
/// challenge asks for (RFC 9470), and back to the order, which waits for him.
///
/// A visit ends in three ways: he signs out here (and thereby there), Sallyport sends a logout token
/// (`/sallyport/logout`), or the stream tells that his session has ended. Each open page hears of it by `/live`.
@NullMarked
package dev.sallyport.exchange;

import org.jspecify.annotations.NullMarked;
