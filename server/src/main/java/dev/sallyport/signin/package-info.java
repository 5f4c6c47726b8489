/// The sign-in: from an identifier and a password to a session, by way of whatever else is needed.
///
/// States: a right password opens a `proving` (in account) and a `sign_in` row that says what is still
/// needed; each further step proves one thing on its own page and comes back to one dispatcher,
/// [SignIns#next], which looks only at what is stored. When nothing is missing the row is used up, once, and
/// a session is opened. Most sign-ins need nothing more and pass through in one request.
///
/// An unknown identifier, a wrong password and a closed account get the same answer after the same work.
/// Tries are counted before a password is looked at; devices that an account knows have a lane and a limit of
/// their own, strangers a lane for each of its addresses. A sign-in is over once the password is changed that
/// it began with.
/// When one password is tried on many accounts, strangers must solve a puzzle first.
///
/// A right password without its second proof opens nothing, and when the time for it is over the owner is told
/// ([HalfFinished]). Where the service demands a second proof from everybody, an account without one binds its first
/// inside the sign-in ([SetUps]).
///
/// URLs: `/`, `/sign-in` and below, `/sign-up/password`, `POST /api/sign-in`. Tables: `sign_in`, `spray_try`,
/// `sign_in_alarm`, `puzzle_used`.
@NullMarked
package dev.sallyport.signin;

import org.jspecify.annotations.NullMarked;
