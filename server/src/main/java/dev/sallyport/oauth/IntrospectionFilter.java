package dev.sallyport.oauth;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Doors;
import dev.sallyport.base.http.Port;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Introspection of a token that this client has asked about before: ahead of the whole chain, from memory. Whatever is
/// not remembered, or was asked in any other form than the plainest, goes on as if this filter were not there.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class IntrospectionFilter implements Filter {
    private final SeenAnswers answers;
    private final Doors doors;
    private final String authority;
    private final Counter remembered;
    private final Counter read;

    IntrospectionFilter(SeenAnswers answers, Doors doors, Config config, MeterRegistry meters) {
        this.answers = answers;
        this.doors = doors;
        this.authority = config.origin().getRawAuthority().toLowerCase(Locale.ROOT);
        this.remembered = meters.counter("sallyport.introspections", "remembered", "true");
        this.read = meters.counter("sallyport.introspections", "remembered", "false");
    }

    @Override
    public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain chain)
            throws IOException, ServletException {
        var request = (HttpServletRequest) anyRequest;
        if (!Endpoints.INTROSPECT.equals(request.getRequestURI()) || doors.of(request) != Port.OUTSIDE) {
            chain.doFilter(anyRequest, anyResponse);
            return;
        }
        byte[] name = name(request);
        Optional<byte[]> answer = name == null ? Optional.empty() : answers.find(request, name);
        if (answer.isEmpty()) {
            read.increment();
            chain.doFilter(anyRequest, anyResponse);
            return;
        }
        remembered.increment();
        var response = (HttpServletResponse) anyResponse;
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
        SeenAnswers.write(response, answer.get());
    }

    /// What is asked and by whom, as one hash; null for what is not asked in the plainest form.
    private byte @Nullable [] name(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        String host = request.getHeader("Host");
        boolean plain = "POST".equals(request.getMethod())
                && authorization != null
                && host != null
                && authority.equals(host.toLowerCase(Locale.ROOT))
                && request.getHeader("DPoP") == null
                && request.getQueryString() == null;
        if (!plain) {
            return null;
        }
        Map<String, String[]> form = request.getParameterMap();
        String[] tokens = form.get("token");
        String[] hints = form.get("token_type_hint");
        boolean plainHint = hints == null || (hints.length == 1 && hints[0].equals("access_token"));
        if (tokens == null || tokens.length != 1 || !plainHint || form.size() != (hints == null ? 1 : 2)) {
            return null;
        }
        // No header has a line's end in it: no two questions make one name.
        return Tokens.hash(authorization + "\n" + tokens[0]);
    }
}
