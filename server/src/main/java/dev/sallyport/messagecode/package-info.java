/// A code by text message as a second proof: the weaker one, marked as such, for holders who have nothing
/// better (R-OOB-1 to R-OOB-3; a restricted authenticator by NIST 800-63B-4 section 3.1.3.3).
///
/// Off in the strict profile, and where texts do not go. Never enough for money, for recovery or for a
/// change of proofs by itself; `ProofPolicy` says so. Whoever talks a phone company into giving him the
/// number gets the codes (A17), and a page that only looks like ours gets them from the holder's own
/// fingers (A19).
///
/// - **A code** is 8 digits, bound to account, number and what it is for ([MessageCodes#send]), good for
///   ten minutes and five checks, and used by one statement. A newer one voids it. The checks do not come
///   back with it.
/// - **The number** is one that the account has and has proven. When it goes, the proof goes with it, in
///   the same transaction ([NumberGone]). Unused for 180 days (R-ID-4), or when a signal says that it may
///   have changed hands ([MessageCodes#block]), it takes no code until it has been proven again
///   ([NumberProvings]): the proof stays on the list meanwhile, because a proof that fails must not make
///   the next sign-in easier.
///
/// URLs: `/account/two-step/messages` and below, `/api/two-step/messages` and below. Tables:
/// `message_code`, `message_code_block`.
@NullMarked
package dev.sallyport.messagecode;

import org.jspecify.annotations.NullMarked;
