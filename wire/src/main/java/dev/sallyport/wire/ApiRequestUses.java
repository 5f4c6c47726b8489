package dev.sallyport.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is told to `POST /v1/api-requests/uses`.
///
/// @param uses 250 at most
public record ApiRequestUses(@Nullable List<ApiRequestUse> uses) {}
