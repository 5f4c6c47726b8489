package dev.sallyport.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// This test tries an attack (`A10`) and sees it fail as it must. On a class: its tests together do.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Defends {
    /// Ids from `docs/rules.tsv`, as plain strings.
    String[] value();
}
