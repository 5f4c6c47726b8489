package dev.sallyport.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to "is this session good?" (`GET /v1/session-check` on the inside port).
///
/// @param active false for anything that is not a live session, without a reason; then all else is absent
/// @param account the account's id, a UUID
/// @param session the session's id, a UUID
/// @param proofs what was proven at sign-in, as RFC 8176 `amr` values, such as `pwd`
/// @param provenAt when the last proof was given, UTC
/// @param expiresAt when the session ends whatever happens, UTC
/// @param shared the holder said that this is a shared computer
public record SessionCheck(
        boolean active,
        @Nullable String account,
        @Nullable String session,
        List<String> proofs,
        @Nullable Instant provenAt,
        @Nullable Instant expiresAt,
        boolean shared) {}
