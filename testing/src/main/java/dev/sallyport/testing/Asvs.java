package dev.sallyport.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// This test proves a requirement of OWASP ASVS 5.0 (`6.5.1`). On a class: its tests together do.
///
/// Requirements that ask for a document are met by a page in `docs/`, which names them in a line `<!-- asvs:
/// 6.1.1 6.1.3 -->`.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Asvs {
    /// Ids from `docs/rules.tsv`, as plain strings.
    String[] value();
}
