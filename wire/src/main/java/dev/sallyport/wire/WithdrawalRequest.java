package dev.sallyport.wire;

import org.jspecify.annotations.Nullable;

/// What leaves an account, as the exchange asks for it (`POST /v1/withdrawals` on the inside port), and
/// once more when it redeems the approval. Nothing in it is rounded, trimmed or guessed: numbers are
/// decimal text such as `1.5`, with neither sign nor exponent, and without noughts that say nothing.
///
/// @param account whose it is, a UUID
/// @param kind the way out: `on-chain`, `fiat`, `internal`, `p2p`, `gift`, `sub-account` or `convert`
/// @param asset your code of it, such as `BTC`
/// @param network your code of the network that it goes over, such as `bitcoin` or `sepa`
/// @param amount how much of the asset
/// @param value what that is worth, in the one currency that your policy counts in; limits are decided
///     by it
/// @param feeCap the most that may be taken as a fee, in the asset
/// @param destination the whole address, account number or name that it goes to
/// @param memo the tag or reference that goes with the destination; absent for none
/// @param address the network address of whoever asked you, as you saw it
/// @param session the session in which he asked, a UUID; absent for a program
/// @param client the program or key by which he asked, as he knows it; absent for a session
/// @param apiKey the id of the API key that signed the request (`sk_…`), with `client`; such a key sends
///     to its own destinations alone. Absent where no key did
public record WithdrawalRequest(
        @Nullable String account,
        @Nullable String kind,
        @Nullable String asset,
        @Nullable String network,
        @Nullable String amount,
        @Nullable String value,
        @Nullable String feeCap,
        @Nullable String destination,
        @Nullable String memo,
        @Nullable String address,
        @Nullable String session,
        @Nullable String client,
        @Nullable String apiKey) {
    /// One that no API key asked for.
    public WithdrawalRequest(
            @Nullable String account,
            @Nullable String kind,
            @Nullable String asset,
            @Nullable String network,
            @Nullable String amount,
            @Nullable String value,
            @Nullable String feeCap,
            @Nullable String destination,
            @Nullable String memo,
            @Nullable String address,
            @Nullable String session,
            @Nullable String client) {
        this(account, kind, asset, network, amount, value, feeCap, destination, memo, address, session, client, null);
    }
}
