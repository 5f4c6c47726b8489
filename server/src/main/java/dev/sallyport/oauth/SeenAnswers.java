package dev.sallyport.oauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.http.converter.OAuth2TokenIntrospectionHttpMessageConverter;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/// Writes the answers of introspection, and remembers those about good tokens: the same client, asking the same with
/// the same credentials, gets the very same bytes while the token is good and the client is there. Nothing else is ever
/// answered from here, so that there are no rules in it that could differ.
@Component
class SeenAnswers implements AuthenticationSuccessHandler {
    private static final String ATTRIBUTE = SeenAnswers.class.getName();

    private final OAuth2TokenIntrospectionHttpMessageConverter converter =
            new OAuth2TokenIntrospectionHttpMessageConverter();
    private final TokenNews news;
    private final SeenTokens tokens;
    private final AccessTokens access;
    private final Cache<ByteBuffer, Answer> answers = Caffeine.newBuilder()
            .maximumSize(50_000)
            .expireAfterWrite(Grant.ACCESS_LIFE)
            .build();

    SeenAnswers(TokenNews news, SeenTokens tokens, AccessTokens access) {
        this.news = news;
        this.tokens = tokens;
        this.access = access;
    }

    /// A question that is not answered from memory.
    ///
    /// @param name hash of credentials and token
    /// @param since the number of the last news when it came
    private record Asked(ByteBuffer name, long since) {}

    /// @param hangsOn the token that it is about, and the one that it was asked with, if it was
    /// @param client who asked
    private record Answer(byte[] bytes, List<SeenTokens.Seen> hangsOn, String client, long since) {}

    /// What was answered to the same question, while that is still true. If nothing, the next answer to this request
    /// will be remembered.
    Optional<byte[]> find(HttpServletRequest request, byte[] name) {
        ByteBuffer key = ByteBuffer.wrap(name);
        Answer answer = answers.getIfPresent(key);
        if (answer != null && isStill(answer)) {
            return Optional.of(answer.bytes());
        }
        request.setAttribute(ATTRIBUTE, new Asked(key, news.now()));
        return Optional.empty();
    }

    private boolean isStill(Answer answer) {
        return news.isStill(answer.since(), answer.client())
                && answer.hangsOn().stream().allMatch(tokens::isStill);
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        var told = (OAuth2TokenIntrospectionAuthenticationToken) authentication;
        var body = new Body();
        converter.write(told.getTokenClaims(), null, body);
        byte[] bytes = body.bytes.toByteArray();
        if (told.getTokenClaims().isActive() && request.getAttribute(ATTRIBUTE) instanceof Asked asked) {
            remember(asked, told, bytes);
        }
        write(response, bytes);
    }

    private void remember(Asked asked, OAuth2TokenIntrospectionAuthenticationToken told, byte[] bytes) {
        if (!(told.getPrincipal() instanceof OAuth2ClientAuthenticationToken client)) {
            return;
        }
        Optional<SeenTokens.Seen> token = access.seen(told.getToken());
        Optional<String> shown = BearerClients.shown(client);
        List<SeenTokens.Seen> hangsOn = Stream.concat(token.stream(), shown.flatMap(access::seen).stream())
                .toList();
        // One of them may have ended meanwhile.
        if (hangsOn.size() == (shown.isPresent() ? 2 : 1)) {
            answers.put(asked.name(), new Answer(bytes, hangsOn, String.valueOf(client.getPrincipal()), asked.since()));
        }
    }

    static void write(HttpServletResponse response, byte[] bytes) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static final class Body implements HttpOutputMessage {
        private final HttpHeaders headers = new HttpHeaders();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public OutputStream getBody() {
            return bytes;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
