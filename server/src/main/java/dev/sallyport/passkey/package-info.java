/// Passkeys (R-PK-1 to R-PK-3): WebAuthn level 3 as a relying party. A passkey with user verification counts as both
/// proofs, and no page but ours can ask for it.
///
/// URLs: `/account/passkeys` and below, `/api/passkeys` and below, `/.well-known/webauthn`,
/// `/.well-known/passkey-endpoints`. Tables: `passkey`, `passkey_credential`, `passkey_holder`, `passkey_ceremony`.
///
/// A ceremony: the server makes a challenge that is bound to a browser's session, a sign-in or an act
/// ([CeremonyStore]), and the options for the browser ([PasskeyOptions]). What the browser answers is read strictly
/// ([Answer]), its challenge is taken once, and everything in it is judged by the rules W-1 to W-13 of
/// docs/rules.tsv: who it is for and where it was made here ([RelyingParty], [Enrolment], [Assertions]), what the
/// authenticator signed by the library ([WebAuthnCheck], the only class that knows it). Each rule refuses for its own
/// reason ([Refusal]), which only the record of facts hears.
///
/// The next step belongs to whoever asked: binding leads back to the list here, or to the recovery codes when it was
/// the first strong proof; a sign-in or a sensitive act goes on in its own package.
@NullMarked
package dev.sallyport.passkey;

import org.jspecify.annotations.NullMarked;
