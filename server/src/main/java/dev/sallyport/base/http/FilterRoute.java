package dev.sallyport.base.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A URL that a filter or a library answers, and no handler method: so that the list of routes is whole. It
/// guards nothing by itself.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(FilterRoute.All.class)
public @interface FilterRoute {
    String method() default "GET";

    String path();

    Port port();

    /// Who may call, as the list shows it.
    String guard();

    String limit() default "-";

    /// Who answers, where it is not the annotated type.
    String handler() default "";

    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        FilterRoute[] value();
    }
}
