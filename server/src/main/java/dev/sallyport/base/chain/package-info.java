/// Networks on which value is sent, and what an address on each looks like: [Chains] is the table, [Scheme] the
/// checks. An address is kept and compared in its one canonical spelling, so that another case or grouping is no other
/// address, and none that its own checksum contradicts is taken.
///
/// Sources: BIP-173 and BIP-350 (segregated witness), base58check as Bitcoin has it, EIP-55, ISO 13616 (IBAN).
@NullMarked
package dev.sallyport.base.chain;

import org.jspecify.annotations.NullMarked;
