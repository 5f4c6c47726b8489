package dev.sallyport.wire;

/// What came of ending sessions (`DELETE /v1/accounts/{account}/sessions` and `…/sessions/{session}`
/// on the inside port).
///
/// @param ended how many sessions ended
public record Ended(int ended) {}
