package dev.sallyport.wire;

/// The shared secret of a key (`GET /v1/api-keys/{key}/secret`). Hold it in memory only, and only while the
/// stream of revocations is heard.
public record ApiKeySecret(String secret) {
    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
