package dev.sallyport.client;

import dev.sallyport.client.ApiVerdict.Bad;
import dev.sallyport.client.ApiVerdict.Good;
import dev.sallyport.client.Json.Malformed;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Asks the server of a whole request (`POST /v1/api-requests/check`), which uses it up on every node.
final class ApiQuestions {
    private static final String PATH = "/v1/api-requests/check";
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final String COOKIE = "cookie";

    private final InsidePort inside;

    ApiQuestions(InsidePort inside) {
        this.inside = inside;
    }

    ApiVerdict check(ApiRequest request, Set<String> needed) throws Unavailable {
        HttpResponse<byte[]> answer = inside.ask("POST", PATH, json(request, needed));
        if (answer.statusCode() == BAD_REQUEST || answer.statusCode() == TOO_LARGE) {
            return new Bad("malformed", BAD_REQUEST);
        }
        try {
            return verdict(InsidePort.read(answer));
        } catch (Malformed e) {
            throw InsidePort.nonsense(answer);
        }
    }

    private static ApiVerdict verdict(Map<String, Object> said) throws Malformed {
        if (Boolean.TRUE.equals(said.get("accepted"))) {
            return new Good(
                    ApiKey.text(said, "account"),
                    ApiKey.text(said, "key"),
                    ApiKey.text(said, "kind"),
                    Set.copyOf(ApiKey.texts(said, "scopes")),
                    ApiKey.texts(said, "destinations"));
        }
        long status = said.get("status") instanceof Long number ? number : 0;
        if (!Boolean.FALSE.equals(said.get("accepted")) || status < BAD_REQUEST || status > 499) {
            throw new Malformed("no answer");
        }
        return new Bad(ApiKey.text(said, "code"), (int) status);
    }

    private static String json(ApiRequest request, Set<String> needed) {
        boolean ours = !request.all(SignedRequest.KEY).isEmpty();
        byte[] body = request.body();
        // The server needs the body itself where a scheme signs it; ours signs its hash.
        String whole = ours || body == null || !request.hasBody()
                ? ""
                : "\"body\":\"" + Base64.getEncoder().encodeToString(body) + "\",";
        return "{\"method\":" + Json.quote(request.method())
                + ",\"host\":" + Json.quote(request.host())
                + ",\"path\":" + Json.quote(request.path())
                + ",\"query\":" + Json.quote(request.query())
                + ",\"headers\":" + headers(request, ours)
                + "," + whole
                + "\"bodySha256\":\"" + Encoding.hex(request.bodyHash())
                + "\",\"address\":" + Json.quote(request.address())
                + ",\"scopes\":" + array(needed) + "}";
    }

    /// No more than it reads, as far as we know what that is; cookies are none of its business.
    private static String headers(ApiRequest request, boolean ours) {
        return request.headers().entrySet().stream()
                .filter(header -> !header.getKey().equals(COOKIE))
                .filter(header -> !ours || header.getKey().startsWith("x-sallyport-"))
                .map(header -> Json.quote(header.getKey()) + ":" + array(header.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String array(Collection<String> texts) {
        List<String> quoted = texts.stream().map(Json::quote).toList();
        return "[" + String.join(",", quoted) + "]";
    }
}
