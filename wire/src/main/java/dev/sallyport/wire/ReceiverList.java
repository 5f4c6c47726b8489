package dev.sallyport.wire;

import java.util.List;

/// Who is told of events (`GET /v1/receivers` on the inside port), by name.
public record ReceiverList(List<ReceiverEntry> receivers) {}
