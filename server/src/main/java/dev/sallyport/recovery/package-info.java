/// The way back into an account whose password is lost, or whose doors were closed (R-REC-1, R-LOCK-3, N-18).
///
/// Two proofs that do not hang on each other: a code to an address of the account, and a passkey, an app's code or a
/// recovery code. An account that has no second proof waits three days instead, and every address can call it off until
/// then. A closed account waits longer. What comes out is a new password and nothing else: no session is opened, and a
/// sign-in asks for the same as before. Every session and key ends, and the withdrawals are held.
///
/// - **URLs** `/recovery`, `/recovery/code`, `/recovery/second`, `/recovery/waiting`, `/recovery/password`,
///   `/recovery/done`, `/recovery/cancellation/{token}`.
/// - **Tables** `recovery` (`WAITING` → `DONE` or `CANCELLED`), `recovery_visit`: what one browser has shown, for an
///   hour. The recovery itself hangs on no browser: whoever shows the same elsewhere goes on there.
/// - **Rules** The waits are [Wait]. Nobody makes one shorter. A lockdown voids what was begun before it.
@NullMarked
package dev.sallyport.recovery;

import org.jspecify.annotations.NullMarked;
