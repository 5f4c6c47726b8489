package dev.sallyport.base.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Writes what page handlers return: a [Page], a [Redirect] or a [Forward]; an `Object` may be any of them.
final class Answers implements HandlerMethodReturnValueHandler {
    private final Templates templates;
    private final Csrf csrf;

    Answers(Templates templates, Csrf csrf) {
        this.templates = templates;
        this.csrf = csrf;
    }

    @Override
    public boolean supportsReturnType(MethodParameter type) {
        Class<?> returned = type.getParameterType();
        return returned == Page.class
                || returned == Redirect.class
                || returned == Forward.class
                || (returned == Object.class
                        && type.getContainingClass().getSimpleName().endsWith("Pages"));
    }

    @Override
    public void handleReturnValue(
            @Nullable Object value, MethodParameter type, ModelAndViewContainer container, NativeWebRequest web)
            throws IOException, ServletException {
        container.setRequestHandled(true);
        var request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        var response = Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class));
        switch (value) {
            case Page page -> templates.write(request, response, page);
            case Redirect redirect -> {
                response.setStatus(HttpServletResponse.SC_SEE_OTHER);
                response.setHeader("Location", redirect.path());
            }
            case Forward forward -> {
                // Forms that the other handler shows belong to the session that its request has.
                new XorCsrfTokenRequestAttributeHandler()
                        .handle(forward.request(), response, () -> csrf.loadToken(forward.request()));
                forward.request().getRequestDispatcher(forward.path()).forward(forward.request(), response);
            }
            case null, default -> throw new IllegalStateException("a page handler returned " + value);
        }
    }
}
