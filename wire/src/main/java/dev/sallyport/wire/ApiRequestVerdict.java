package dev.sallyport.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `POST /v1/api-requests/check` answers.
///
/// @param accepted only this lets anybody in. The request's nonce is used up then
/// @param code why it is refused, such as `bad-signature`; null when it is not
/// @param status what you may answer the caller: 400, 401, 403 or 429; 200 for what is accepted
/// @param account whose key it is; null for what is refused, like all below
/// @param key the key's id
/// @param kind `read`, `trade`, `transfer` or `withdraw`
/// @param scopes what the key may do, of your catalogue
/// @param destinations for a withdraw key, the only destinations it may send to
public record ApiRequestVerdict(
        boolean accepted,
        @Nullable String code,
        int status,
        @Nullable String account,
        @Nullable String key,
        @Nullable String kind,
        @Nullable List<String> scopes,
        @Nullable List<String> destinations) {
    public static ApiRequestVerdict accepted(
            String account, String key, String kind, List<String> scopes, List<String> destinations) {
        return new ApiRequestVerdict(true, null, 200, account, key, kind, scopes, destinations);
    }

    public static ApiRequestVerdict refused(String code, int status) {
        return new ApiRequestVerdict(false, code, status, null, null, null, null, null);
    }
}
