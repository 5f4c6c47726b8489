package dev.sallyport.base.http;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;

/// The scopes that open something at the inside port, as the guards of the routes name them: so that no list can fall
/// behind.
@Component
public final class InsideScopes {
    private static final Pattern SERVICE = Pattern.compile("SERVICE\\(([^)]+)\\)");

    private final ListableBeanFactory beans;
    private volatile @Nullable Set<String> names;

    InsideScopes(ListableBeanFactory beans) {
        this.beans = beans;
    }

    public Set<String> names() {
        Set<String> known = names;
        if (known == null) {
            known = read();
            names = known;
        }
        return known;
    }

    private Set<String> read() {
        var all = new TreeSet<String>();
        for (String name : beans.getBeanNamesForAnnotation(Controller.class)) {
            types(name)
                    .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                    .flatMap(method -> Stream.ofNullable(method.getAnnotation(Guard.class)))
                    .filter(guard -> guard.value() == Guard.Kind.SERVICE
                            && !guard.scope().isEmpty())
                    .forEach(guard -> all.add(guard.scope()));
        }
        for (String name : beans.getBeanNamesForType(jakarta.servlet.Filter.class)) {
            types(name)
                    .flatMap(type -> Arrays.stream(type.getAnnotationsByType(FilterRoute.class)))
                    .map(route -> SERVICE.matcher(route.guard()))
                    .filter(Matcher::find)
                    .forEach(guard -> all.add(guard.group(1)));
        }
        return Set.copyOf(all);
    }

    private Stream<Class<?>> types(String bean) {
        return Optional.<Class<?>>ofNullable(beans.getType(bean)).stream();
    }
}
