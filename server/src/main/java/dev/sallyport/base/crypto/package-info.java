/// Keys and what is done with them: the key ring, one data key per account, blind indexes, tokens and codes.
/// A stolen database yields nothing without the ring.
@NullMarked
package dev.sallyport.base.crypto;

import org.jspecify.annotations.NullMarked;
