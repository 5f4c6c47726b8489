package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.http.Guard;
import dev.sallyport.harness.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
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
        TestNode.shared()
                .bean(RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> {
                    if (handler.getBeanType().getName().startsWith("dev.sallyport.")) {
                        assertThat(handler.getMethodAnnotation(Guard.class)).isNotNull();
                        mapping.getPatternValues().forEach(url -> served.add("`" + url + "`"));
                    }
                });
        var listed = new TreeSet<String>();
        Routes.all().stream()
                .filter(route -> route.handler().contains("."))
                .forEach(route -> listed.add("`" + route.url() + "`"));
        assertThat(listed).isEqualTo(served);
    }
}
