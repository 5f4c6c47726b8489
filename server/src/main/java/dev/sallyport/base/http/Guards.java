package dev.sallyport.base.http;

import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Default deny: a handler without a [Guard], or behind the other door, does not exist. Then the node's flood
/// limits.
@Component
public final class Guards implements HandlerInterceptor {
    private final Doors doors;
    private final Limits limits;

    Guards(Doors doors, Limits limits) {
        this.doors = doors;
        this.limits = limits;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Guard guard = of(handler);
        if (guard == null || guard.value().port() != doors.of(request)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no guard for this door");
        }
        String network = Callers.of(request).network();
        limits.take(guard.limit(), network);
        boolean writes = !"GET".equals(request.getMethod()) && !"HEAD".equals(request.getMethod());
        // A handler with a limit of its own must not use up what forms need: a meter asks while somebody types.
        if (writes && guard.limit() == Limit.REQUEST) {
            limits.take(Limit.WRITE, network);
        }
        return true;
    }

    public static @org.jspecify.annotations.Nullable Guard of(Object handler) {
        return handler instanceof HandlerMethod method ? method.getMethodAnnotation(Guard.class) : null;
    }
}
