package dev.sallyport.stepup;

import dev.sallyport.base.http.Cookies;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The request that was kept, going on inside the one that brought its proof: same method and fields, with the
/// session's new token in place of the one that the proof has just used up.
final class KeptRequest extends HttpServletRequestWrapper {
    private final Kept kept;
    private final String token;
    private final Map<String, String[]> parameters = new LinkedHashMap<>();

    KeptRequest(HttpServletRequest request, Kept kept, String token) {
        super(request);
        this.kept = kept;
        this.token = token;
        for (Kept.Field field : kept.fields()) {
            parameters.merge(field.name(), new String[] {field.value()}, KeptRequest::joined);
        }
    }

    private static String[] joined(String[] some, String[] more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    @Override
    public String getMethod() {
        return kept.method();
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = parameters.get(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return parameters.get(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Collections.unmodifiableMap(parameters);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }

    @Override
    public Cookie @Nullable [] getCookies() {
        Cookie[] cookies = super.getCookies();
        return cookies == null
                ? null
                : Arrays.stream(cookies)
                        .map(cookie ->
                                cookie.getName().equals(Cookies.SESSION) ? new Cookie(Cookies.SESSION, token) : cookie)
                        .toArray(Cookie[]::new);
    }
}
