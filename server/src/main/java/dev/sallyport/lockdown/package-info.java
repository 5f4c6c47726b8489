/// "This was not me": one move that closes every door of an account (R-LOCK-3, R-IR-1), and the page
/// that leads its holder through what comes then.
///
/// One transaction ends sessions and what programs hold, machine keys and connected apps, voids the
/// password, stops what has not left the account, freezes it (`account/Freezes`, which every gate
/// reads), opens a case, and tells all addresses. It can be ordered by whoever shows one factor
/// (N-24), because it opens nothing: the link in every security mail, a code or the password on the
/// public page, a session, or a service.
///
/// - **URLs** `/lockdown`, `/lockdown/code`, `/lockdown/closed`, `/lockdown/by-mail/{token}`, `/account/lockdown`,
///   `/account/lockdown/answers`, and `POST /v1/accounts/{account}/lockdown` at the inside port.
/// - **Tables** `lockdown`, `lockdown_answer`.
/// - **Rules** Opening a link changes nothing (A30). The second order finds all done. While the database does not
/// answer
///   the order is tried again until it is true, and the page says so. Only a recovery opens the account again.
@NullMarked
package dev.sallyport.lockdown;

import org.jspecify.annotations.NullMarked;
