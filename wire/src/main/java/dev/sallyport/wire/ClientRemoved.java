package dev.sallyport.wire;

/// A client that was removed (`DELETE /v1/clients/{client}` on the inside port).
public record ClientRemoved(String clientId) {}
