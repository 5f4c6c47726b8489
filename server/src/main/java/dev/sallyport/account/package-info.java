/// Who exists: accounts, the mail addresses and numbers they are reached and found by, sign-up, and what an
/// account has chosen about itself.
///
/// An identifier is looked up by a blind index of its canonical form. Nothing is reserved before an address
/// is proven by a code; what a stranger began for it is then void (R-ID-3). Whoever asks about an address
/// gets the same answer whether it has an account or not; the mail to its owner tells the difference. A
/// removed address may object for 72 hours.
///
/// [Reach] writes to a holder at every address he has; each of its messages carries his own phrase, if he
/// has set one ([MessagePhrases]). What hangs on an address hears of its end as a [ContactTie].
///
/// [Freezes] is the state of an account whose doors are closed, [LockLinks] the link in every security mail that closes
/// them, and [AddressProofs] how somebody who is not signed in proves an address.
///
/// URLs: `/sign-up`, `/sign-up/code`, `/account`, `/account/contacts`, `/account/phrase`,
/// `/account/locks`, `/account/activity`, `/account/closing`, `/objections/{token}`, `/language`, and their twins under
/// `/api`. Tables: `account`, `contact`, `identifier`, `contact_code`, `objection`, `proof`, `proving`,
/// `hold`, `settings_lock`, `withdrawal_lock`, `account_freeze`.
@NullMarked
package dev.sallyport.account;

import org.jspecify.annotations.NullMarked;
