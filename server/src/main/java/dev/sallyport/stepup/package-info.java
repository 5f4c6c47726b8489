/// One fresh proof, bound to one exact act and all that was sent with it, good once (R-SU-1, A11, A16, A57).
///
/// Every handler with `Guard.FRESH_PROOF` names an `Act`. A request that comes without a proof for it is kept
/// here, closed, for five minutes, and the browser is led to `/step-up/{id}`, the one place where a holder proves
/// again that it is he: the act is named, and he gives what `ProofPolicy` asks of an account like his. Then the kept
/// request goes on as if it had just been sent. An interface gets `proof-too-old` with the id in the header
/// `Step-Up`, gives the proofs at `/api/step-up/{id}/proofs`, and sends the same request again with that header.
///
/// States of a row: open → proven → used; each step is one conditional statement. The proof counts for the same
/// method, address and content in the same session only; whatever differs asks anew.
///
/// [SecondProofs] is what sign-in and step-up share: which second proofs there are to ask for, and the one place
/// where tries at them are counted, whichever it is.
///
/// URLs: `/step-up/{id}`, `/sign-in/again`, `/account/two-step`, and twins under `/api`. Table: `step_up`.
@NullMarked
package dev.sallyport.stepup;

import org.jspecify.annotations.NullMarked;
