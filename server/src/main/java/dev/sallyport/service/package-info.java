/// What the exchange's own services ask and order over the inside port: how an account stands, its
/// sessions and the end of them, its security facts; and the gate for proxies.
///
/// - **URLs** `/v1/accounts/…`, `/v1/forward-auth`, `/v1/openapi.json` and the page `/v1/docs`.
///   `/v1/session-check` is with the sessions, `/v1/revocations` and `/v1/ssf/…` are with the signals, and
/// `/v1/receivers` too.
/// - **Rules** Every call shows a service's token and needs a scope. Every write carries an
///   `Idempotency-Key`: the same key gives the same answer for a day, and is executed once however
///   many come at once. See `base/http/Writes`.
@NullMarked
package dev.sallyport.service;

import org.jspecify.annotations.NullMarked;
