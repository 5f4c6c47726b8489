package dev.sallyport.base.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/// Enforces the guards that need a service.
@Component
final class ServiceGuard implements HandlerInterceptor {
    private final Services services;

    ServiceGuard(Services services) {
        this.services = services;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Guard guard = Guards.of(handler);
        if (guard != null && guard.value() == Guard.Kind.SERVICE) {
            // Taken away again by whoever is let through; RFC 6750 section 3 asks for it with a 401.
            response.setHeader("WWW-Authenticate", "Bearer");
            services.check(request, guard.scope());
            response.setHeader("WWW-Authenticate", null);
        }
        return true;
    }
}
