package dev.sallyport;

import static java.util.stream.Collectors.joining;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.FilterRoute;
import dev.sallyport.base.http.Guard;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;

/// Every URL, read from the classes themselves: no server and no database is needed.
final class Routes {
    /// How a person brings `docs/routes.md` up to date; said whenever it is stale.
    static final String REFRESH = "./sallyport routes > docs/routes.md";

    private static final String HEAD = """
            # Routes

            <!-- Written by `%s`. Do not edit; a test fails when it is out of date. -->

            Every URL, the door it stands behind, who may call it, the flood limit that holds before it is answered, and
            where its code begins. A handler without a guard answers 404, and the build fails.

            """.formatted(REFRESH);
    private static final List<String> COLUMNS = List.of("method", "URL", "port", "guard", "limit", "handler");

    /// A line of the list.
    record Route(String method, String url, String port, String guard, String limit, String handler) {
        private List<String> cells() {
            return List.of(method, "`" + url + "`", port, guard, limit, handler);
        }
    }

    private Routes() {}

    static String page() {
        return HEAD + table(all().stream().map(Route::cells).toList());
    }

    private static String table(List<List<String>> rows) {
        int[] widths = IntStream.range(0, COLUMNS.size())
                .map(i -> Stream.concat(Stream.of(COLUMNS), rows.stream())
                        .mapToInt(row -> row.get(i).length())
                        .max()
                        .orElseThrow())
                .toArray();
        var text = new StringBuilder(line(COLUMNS, widths));
        text.append(Arrays.stream(widths).mapToObj("-"::repeat).collect(joining("-|-", "|-", "-|\n")));
        rows.forEach(row -> text.append(line(row, widths)));
        return text.toString();
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(
                        i -> cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()))
                .collect(joining(" | ", "| ", " |\n"));
    }

    static List<Route> all() {
        // What exists in the demo only is listed too.
        var environment = new StandardEnvironment();
        environment.setActiveProfiles("demo");
        var scanner = new ClassPathScanningCandidateComponentProvider(false, environment);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Controller.class));
        scanner.addIncludeFilter(new AnnotationTypeFilter(FilterRoute.class));
        scanner.addIncludeFilter(new AnnotationTypeFilter(FilterRoute.All.class));
        var routes = new ArrayList<Route>();
        for (var found : scanner.findCandidateComponents(Routes.class.getPackageName())) {
            Class<?> type = ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null);
            for (FilterRoute route : type.getAnnotationsByType(FilterRoute.class)) {
                routes.add(of(type, route));
            }
            for (Method method : type.getDeclaredMethods()) {
                routes.addAll(of(type, method));
            }
        }
        routes.sort(Comparator.comparing(Route::port)
                .reversed()
                .thenComparing(Route::url)
                .thenComparing(Route::method));
        return routes;
    }

    private static Route of(Class<?> type, FilterRoute route) {
        return new Route(
                route.method(),
                route.path(),
                route.port().name(),
                route.guard(),
                route.limit(),
                route.handler().isEmpty() ? name(type) : route.handler());
    }

    private static List<Route> of(Class<?> type, Method method) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (mapping == null) {
            return List.of();
        }
        Guard guard = method.getAnnotation(Guard.class);
        String verbs = mapping.method().length == 0
                ? "any"
                : Arrays.stream(mapping.method()).map(Enum::name).collect(joining(", "));
        RequestMapping common = AnnotatedElementUtils.findMergedAnnotation(type, RequestMapping.class);
        List<String> before = common == null || common.path().length == 0 ? List.of("") : List.of(common.path());
        return before.stream()
                .flatMap(prefix -> Arrays.stream(mapping.path())
                        .map(path -> new Route(
                                verbs,
                                prefix + path,
                                guard == null ? "none" : guard.value().port().name(),
                                guard == null ? "**none: answers 404**" : text(guard),
                                guard == null ? "-" : guard.limit().name(),
                                name(type) + "." + method.getName() + (isDemoOnly(type) ? " (demo only)" : ""))))
                .toList();
    }

    private static String text(Guard guard) {
        String more = guard.act() == Act.NONE ? guard.scope() : guard.act().label();
        return guard.value() + (more.isEmpty() ? "" : "(" + more + ")");
    }

    private static boolean isDemoOnly(Class<?> type) {
        Profile profile = type.getAnnotation(Profile.class);
        return profile != null && List.of(profile.value()).contains("demo");
    }

    /// Such as `session/SessionCheckFilter`.
    private static String name(Class<?> type) {
        return type.getName()
                .substring(Routes.class.getPackageName().length() + 1)
                .replace('.', '/');
    }
}
