package dev.sallyport.audit;

import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.SessionId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One fact of an account's record, opened for its holder.
///
/// @param seq its place in the account's chain, from 1
/// @param address from where, the whole address; null for what the server did by itself
/// @param agent what the browser called itself
public record Entry(
        long seq,
        Instant at,
        String kind,
        boolean succeeded,
        @Nullable SessionId session,
        @Nullable DeviceId device,
        @Nullable String address,
        @Nullable String agent,
        Map<String, String> detail) {}
