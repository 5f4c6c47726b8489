package dev.sallyport.wire;

/// How many events are told again (`POST /v1/receivers/{name}/replays` on the inside port).
public record Replayed(int told) {}
