package dev.sallyport.wire;

import java.util.List;

/// The register of programs (`GET /v1/clients` on the inside port), in the order in which they came.
public record ClientList(List<ClientEntry> clients) {}
