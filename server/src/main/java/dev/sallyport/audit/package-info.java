/// The record of security facts: who did or tried what, when, from where, in which session, with which
/// factor, and why it was decided so. Every feature writes to it in the transaction of the change itself.
///
/// - **Tables** `audit_fact` (one hash chain per account), `audit_touched` (facts no checkpoint covers yet),
///   `audit_checkpoint` and `audit_anchor` (signed heads of the chains). The serving user can append and
///   read, and nothing else; [Privileges] refuses to start where it could do more.
/// - **Rules** A fact's hash covers the one before. Checkpoints are signed by the key ring, cover every chain
///   that grew, are chained themselves, and are also written to a file outside the database. Tries that a
///   limit refused are counted and never chained: nobody can grow a holder's record from outside. What
///   identifiers that nobody has were tried for goes to one of 256 chains of nobody, at the same cost.
/// - **Log** One line per fact once its transaction has committed, logger `audit`, with the fact's hash, so
///   that a log kept elsewhere is an anchor for every single fact. Addresses are cut to their network there.
/// - **Verification** [AuditVerification] needs the database and the public keys, no server. docs/audit.md
///   writes the format down.
@NullMarked
package dev.sallyport.audit;

import org.jspecify.annotations.NullMarked;
