package dev.sallyport.oauth;

import dev.sallyport.base.http.Callers;
import dev.sallyport.base.http.Refusals;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Errors of the endpoints of programs, in the form that they read (RFC 6749 section 5.2).
@Component
class OAuthErrors implements AuthenticationFailureHandler {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Limits limits;
    private final Refusals refusals;

    OAuthErrors(Limits limits, Refusals refusals) {
        this.limits = limits;
        this.refusals = refusals;
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        OAuth2Error error = failure instanceof OAuth2AuthenticationException known
                ? known.getError()
                : new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST);
        if (error.getErrorCode().equals(OAuth2ErrorCodes.INVALID_CLIENT)) {
            stranger(request, response);
            return;
        }
        write(response, 400, error);
    }

    /// Nobody that we know: counted, so that guessing floods nobody.
    void stranger(HttpServletRequest request, HttpServletResponse response) throws IOException {
        limits.take(Limit.REQUEST, Callers.of(request).network());
        refusals.note(request, ErrorCode.NOT_SIGNED_IN, "a client that is not known");
        if (request.getHeader("Authorization") != null) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"oauth2\"");
        }
        write(response, 401, new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT));
    }

    /// A proof of a key that proves nothing (RFC 9449 section 5).
    void unproven(HttpServletResponse response, DpopProofs.Unproven why) throws IOException {
        write(response, 400, new OAuth2Error(OAuth2ErrorCodes.INVALID_DPOP_PROOF, why.getMessage(), null));
    }

    void write(HttpServletResponse response, int status, OAuth2Error error) throws IOException {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", error.getErrorCode());
        if (error.getDescription() != null) {
            // RFC 6749 section 5.2: neither quotes nor anything but ASCII.
            body.put("error_description", error.getDescription().replaceAll("[^ !#-\\[\\]-~]", "?"));
        }
        byte[] bytes = JSON.writeValueAsBytes(body);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
