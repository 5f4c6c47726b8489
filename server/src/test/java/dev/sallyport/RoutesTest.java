package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.http.Guard;
import dev.sallyport.harness.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class RoutesTest {
    @Test
    void thePageOfThisRepositoryIsTrue() throws IOException {
        assertThat(Files.readString(Path.of("../docs/routes.md")))
                .as("docs/routes.md is stale. Refresh it: " + Routes.REFRESH)
                .isEqualTo(Routes.page());
    }

    @Test
    void everyRouteIsGuarded() {
        assertThat(Routes.all()).isNotEmpty().noneMatch(route -> route.port().equals("none"));
    }

    /// The list is read from the classes; the running server must answer the same URLs, and no others.
    @Test
    void theListIsWhatTheServerAnswers() {
        var served = new TreeSet<String>();
        for (var mappings : handlers()) {
            mappings.getHandlerMethods().forEach((mapping, handler) -> {
                if (handler.getBeanType().getName().startsWith("dev.sallyport.")) {
                    assertThat(handler.getMethodAnnotation(Guard.class)).isNotNull();
                    served.addAll(mapping.getPatternValues());
                }
            });
        }
        var listed = new TreeSet<String>();
        Routes.all().stream().filter(route -> route.handler().contains(".")).forEach(route -> listed.add(route.url()));
        assertThat(listed).isEqualTo(served);
    }

    private static List<RequestMappingHandlerMapping> handlers() {
        List<HandlerMapping> all = Objects.requireNonNull(
                TestNode.shared().bean(DispatcherServlet.class).getHandlerMappings());
        return all.stream()
                .filter(RequestMappingHandlerMapping.class::isInstance)
                .map(RequestMappingHandlerMapping.class::cast)
                .toList();
    }
}
