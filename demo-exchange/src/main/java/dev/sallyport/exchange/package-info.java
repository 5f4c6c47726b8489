/// A trading site as somebody else would write it. It knows Sallyport by OpenID Connect (Spring Security's own client),
/// and by the client library (access tokens, revocations, logout tokens, webhooks, withdrawals, signed requests of
/// programs). Balances and prices are made up and live in memory.
///
/// A browser's way: `/` → `/oauth2/authorization/sallyport` → Sallyport → `/login/oauth2/code/sallyport` → `/`. The
/// page reads balances and orders from the site's own interface (`/api/…`) with the holder's token. An order that the
/// interface does not take yet (scope, strength or age of the proof) sends the holder to Sallyport with what the
/// challenge asks for (RFC 9470), and back to the order, which waits for him.
///
/// Money's way: `/withdraw` → `/withdrawals` (set aside, asked for) → Sallyport's page in a window of its own →
/// `/withdrawals/{id}` (approval checked, redeemed, sent). Holders' programs trade and ask at `/api/v1/…`.
///
/// A visit ends in three ways: he signs out here (and thereby there), Sallyport sends a logout token
/// (`/sallyport/logout`), or the stream tells that his session has ended. Each open page hears of it by `/live`. While
/// Sallyport does not answer nobody is let in, and [dev.sallyport.exchange.Away] says so.
@NullMarked
package dev.sallyport.exchange;

import org.jspecify.annotations.NullMarked;
