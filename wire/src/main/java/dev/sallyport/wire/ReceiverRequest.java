package dev.sallyport.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A webhook to be told of events (`POST /v1/receivers` on the inside port).
///
/// @param name small letters, digits and hyphens, at most 40
/// @param address where it takes events: https, at a public address
/// @param types only these types of events; none or absent for all
public record ReceiverRequest(
        @Nullable String name,
        @Nullable String address,
        @Nullable List<String> types) {}
