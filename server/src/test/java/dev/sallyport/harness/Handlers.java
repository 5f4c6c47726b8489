package dev.sallyport.harness;

import dev.sallyport.base.http.Guard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every route that a running node answers, with its guard, so that tests of all routes know of each new one.
public record Handlers(String method, String pattern, Guard guard) {
    public static List<Handlers> of(TestNode node, Guard.Kind... kinds) {
        var all = new ArrayList<Handlers>();
        for (var mapping :
                Objects.requireNonNull(node.bean(DispatcherServlet.class).getHandlerMappings())) {
            if (mapping instanceof RequestMappingHandlerMapping mappings) {
                mappings.getHandlerMethods().forEach((info, handler) -> {
                    Guard guard = handler.getMethodAnnotation(Guard.class);
                    if (guard != null && List.of(kinds).contains(guard.value())) {
                        for (String pattern : info.getPatternValues()) {
                            info.getMethodsCondition()
                                    .getMethods()
                                    .forEach(method -> all.add(new Handlers(method.name(), pattern, guard)));
                        }
                    }
                });
            }
        }
        all.sort(Comparator.comparing(Handlers::pattern).thenComparing(Handlers::method));
        return all;
    }

    public boolean isPage() {
        return !pattern.startsWith("/api/") && !pattern.endsWith(".json");
    }

    /// @param id what stands in place of a variable
    public String path(String id) {
        return pattern.replaceAll("\\{[^}]+}", id);
    }

    @Override
    public String toString() {
        return method + " " + pattern;
    }
}
