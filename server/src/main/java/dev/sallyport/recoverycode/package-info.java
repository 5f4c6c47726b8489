/// Recovery codes: ten on paper, for the day the phone is gone (NIST 800-63B-4 section 3.1.2, look-up secrets).
///
/// Each has 65 random bits, is kept by a stretched, salted and keyed hash only ([CodeHash]), is shown once, and works
/// once. New ones end all old ones. Every use is told by every address; three left is told too. A holder shows that he
/// kept them by typing one back, which spends nothing. A code stands in for a strong proof and is never enough without
/// the password; tries are counted by whoever asks.
///
/// URLs: `/account/two-step/recovery-codes` and below, and their twins under `/api`. Tables: `recovery_code`,
/// `recovery_code_set`.
@NullMarked
package dev.sallyport.recoverycode;

import org.jspecify.annotations.NullMarked;
