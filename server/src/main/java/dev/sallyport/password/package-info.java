/// Passwords (R-PW-1 to R-PW-3): what may be one, hashing, checking, changing.
///
/// URLs: `/account/password`, `/.well-known/change-password`, `/password/phrase.json`, `/password/strength`,
/// `/api/password`. Tables: `password`, `password_history`.
///
/// Rules. At least 15 characters and any of them, at most 1024 bytes, compared in NFC and never cut. Refused,
/// with the reason: what is common, breached, a run over the keyboard, a repetition, the holder's own
/// surroundings, or one of his last five ([PasswordRules], [Pieces], [Breaches]).
///
/// Hashing: Argon2id with parameters and pepper key per record ([Hashes]), on a bounded pool with a lane for
/// known devices ([HashPool]). Overload answers 503 with a time to come back after, and nothing is done. A
/// right sign-in renews what has other parameters, another kind or an older pepper key. An account that does
/// not exist costs the same as one that does.
@NullMarked
package dev.sallyport.password;

import org.jspecify.annotations.NullMarked;
