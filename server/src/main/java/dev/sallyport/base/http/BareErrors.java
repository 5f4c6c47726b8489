package dev.sallyport.base.http;

import dev.sallyport.wire.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers what the container refuses before any of our filters sees it: an address that two readers could
/// take for two places, headers that are too large, a request that is none. The sentence is bare, the headers
/// are those of every answer.
final class BareErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        ErrorCode code = Faults.byStatus(status);
        String path = String.valueOf(request.getHttpURI());
        // Of an address that could not be read at all nobody knows for whom it was; a program is the likelier sender.
        boolean json = !path.startsWith("/")
                || path.contains("badMessage")
                || path.startsWith("/api/")
                || path.startsWith("/v1/");
        var headers = response.getHeaders();
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'");
        headers.put("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put(HttpHeader.CONTENT_TYPE, json ? "application/problem+json" : "text/html;charset=UTF-8");
        response.write(true, ByteBuffer.wrap(body(code, status, json).getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }

    private static String body(ErrorCode code, int status, boolean json) {
        String title = "The request cannot be read";
        return json
                ? "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\",\"errors\":[]}"
                        .formatted(code.type(), title, status, code.code())
                : "<!DOCTYPE html><html lang=\"en\"><title>%s</title><h1>%s</h1></html>".formatted(title, title);
    }
}
