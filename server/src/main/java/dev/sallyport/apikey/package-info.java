/// Keys for programs: what a holder's own bot may do in his account, and the check of each request that it signs.
///
/// - **Kinds** read, trade, transfer, withdraw; a key's kind never changes (A40). What it may do in detail are scopes
/// of
///   the exchange's own catalogue, see [Catalogue]. A withdraw key has addresses and destinations, or it is none.
/// - **Secrets** By default there is none: of an Ed25519 key we keep the public half. HMAC secrets, for read and trade
///   only, are closed under the account's data key and shown once.
/// - **Signing** [SignatureScheme] says how requests are signed; the operator can keep what his customers' programs do
///   already. [Reading] refuses whatever can be read in two ways (A38). A key signs by one scheme.
/// - **Check** `POST /v1/api-requests/check`, a plain filter: key and scheme from memory, kept honest by the feed; then
///   time, signature, address, scope, rate; and the nonce is spent in PostgreSQL, for all nodes, see [ReplayWindow].
/// - **Ends** Revoked by the holder or whoever found the key (R-API-6); by age and idleness where no address is listed
///   (R-API-5), see [KeyDecay]. An end stays: no key lives twice. A withdrawal lock freezes keys, see [KeyRest]; the
/// holder thaws them.
///
/// URLs: `/account/api-keys` and below, `/api/api-keys`, `POST /api/leaked-keys`, `/v1/api-requests/check`,
/// `/v1/api-keys/…`. Tables: `api_key`, `api_nonce`, `api_nonce_floor`.
@NullMarked
package dev.sallyport.apikey;

import org.jspecify.annotations.NullMarked;
