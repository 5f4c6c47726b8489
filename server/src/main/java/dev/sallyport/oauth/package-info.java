/// The OpenID provider: programs get access that a holder gave them, and no more (R-OAU-1; RFC 9700, OAuth 2.1,
/// OpenID Connect, FAPI 2.0).
///
/// A browser comes to `/oauth2/authorize` (or with a request that was pushed to `/oauth2/par`). What was asked waits in
/// `oauth_request` while the holder signs in by our own sign-in, proves what was asked for, and answers the consent
/// page; then a [Grant] is made with a code, and the browser goes back. A grant hangs on the session it was given in:
/// whatever ends the session ends it, unless it was given for the holder's absence (`offline_access`), which only
/// signing out leaves standing.
///
/// The endpoints of programs are Spring's authorization server on our store, see [OAuthEdge] and [Authorizations]. It
/// thinks
/// in values, we keep hashes: a code, refresh token or device code is used by one conditional statement, and whoever
/// comes second ends the whole grant. Access tokens are signed (RFC 9068, five minutes) and kept nowhere.
///
/// URLs: `/oauth2/…`, `/.well-known/openid-configuration`, `/.well-known/oauth-authorization-server`, `/device`,
/// `/account/apps` and `/api/apps`. Tables: `oauth_…`.
@NullMarked
package dev.sallyport.oauth;

import org.jspecify.annotations.NullMarked;
