package dev.sallyport.base.who;

import org.jspecify.annotations.Nullable;

/// Where a request came from, as far as it can be trusted.
///
/// @param address the client's IP address in canonical text, read behind the configured number of trusted
///     proxies
/// @param userAgent the `User-Agent` header, cut to 512 characters, without control characters; a claim, no
///     fact
/// @param deviceToken the device cookie's value, when one came
/// @param trustTokens the trust cookie's value, when one came
public record Caller(
        String address,
        String userAgent,
        @Nullable Secret deviceToken,
        @Nullable Secret trustTokens) {
    public Caller(String address, String userAgent, @Nullable Secret deviceToken) {
        this(address, userAgent, deviceToken, null);
    }

    /// The network that limits count by: the address itself for IPv4, its /64 for IPv6, which one customer
    /// has whole.
    public String network() {
        return Networks.limitKey(address);
    }
}
