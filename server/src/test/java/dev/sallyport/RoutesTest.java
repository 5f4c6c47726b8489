package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
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

    /// A proof is bound to what it is for; and nothing that is asked for by an address alone changes or shows anything
    /// that would need one.
    @Test
    @Proves("R-SU-1")
    @Defends("A57")
    @Asvs("7.5.3")
    void everyHandlerThatWantsAFreshProofNamesItsActAndIsNoGet() {
        var acts = EnumSet.noneOf(Act.class);
        for (var mappings : handlers()) {
            mappings.getHandlerMethods().forEach((mapping, handler) -> {
                Guard guard = Objects.requireNonNull(handler.getMethodAnnotation(Guard.class));
                if (guard.value() != Guard.Kind.FRESH_PROOF) {
                    assertThat(guard.act()).as(mapping.toString()).isEqualTo(Act.NONE);
                    return;
                }
                acts.add(guard.act());
                assertThat(guard.act()).as(mapping.toString()).isNotIn(Act.NONE, Act.AGAIN);
                assertThat(mapping.getMethodsCondition().getMethods())
                        .as(mapping.toString())
                        .isNotEmpty()
                        .doesNotContain(RequestMethod.GET, RequestMethod.HEAD);
            });
        }
        assertThat(acts).isEqualTo(EnumSet.complementOf(EnumSet.of(Act.NONE, Act.AGAIN)));
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
