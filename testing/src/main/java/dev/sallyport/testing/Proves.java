package dev.sallyport.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// This test proves a requirement (`R-OTP-1`) or a rule of a standard other than ASVS (`W-3`, `N-6`, `T-2`,
/// `O-1`, `F-1`, `P-1`, `D-2`, `TX-6`). On a class: its tests together do.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Proves {
    /// Ids from `docs/rules.tsv`, as plain strings.
    String[] value();
}
