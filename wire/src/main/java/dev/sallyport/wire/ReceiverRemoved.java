package dev.sallyport.wire;

/// A receiver who is told nothing any more (`DELETE /v1/receivers/{name}` on the inside port).
public record ReceiverRemoved(String name) {}
