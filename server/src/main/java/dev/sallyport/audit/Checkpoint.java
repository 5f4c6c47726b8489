package dev.sallyport.audit;

import java.time.Instant;

/// A signed statement of how far the chains had grown.
///
/// @param number from 1, without gaps
/// @param heads how many chains had grown since the one before
/// @param headsDigest over their last facts
/// @param hash over all of this and the hash of the checkpoint before
/// @param keyId the key of the ring that signed the hash (Ed25519)
record Checkpoint(
        long number, Instant at, int heads, byte[] headsDigest, byte[] hash, String keyId, byte[] signature) {}
