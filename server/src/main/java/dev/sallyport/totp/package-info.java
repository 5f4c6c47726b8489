/// Authenticator apps: codes made from a shared key and the time (RFC 6238, RFC 4226).
///
/// Binding goes step by step: a name, then the key as a QR code and as text, then a first code, which is spent by it.
/// The answer that begins shows the key, and no other ever does (R-OTP-3): whoever did not get it begins anew.
/// An account may have several apps. A code is good for the step it belongs to and the one after, once: whoever
/// presents one again is refused and its owner told, because then two have seen it (R-OTP-2).
///
/// States: a pending binding (`totp_binding`, fifteen minutes, one for each session) becomes a bound app (`totp`).
/// Keys are closed under the account's data key. Tries at sign-in and for acts are counted by whoever asks.
///
/// URLs: `/account/two-step/authenticators` and below, and their twins under `/api`. Tables: `totp`, `totp_binding`.
@NullMarked
package dev.sallyport.totp;

import org.jspecify.annotations.NullMarked;
