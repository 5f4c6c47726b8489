package dev.sallyport.base.http;

import dev.sallyport.base.limit.Limit;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Who may call a handler. Every handler carries one; a handler without one answers 404 and the build fails.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Guard {
    Kind value();

    /// For [Kind#SERVICE]: what the service must have been allowed, such as `sessions.check`. For
    /// [Kind#STAFF]: the role.
    String scope() default "";

    /// For [Kind#FRESH_PROOF]: the act that the proof is given for.
    Act act() default Act.NONE;

    /// The node's own flood limit, by network. Finer limits are taken where the work is done.
    Limit limit() default Limit.REQUEST;

    enum Kind {
        /// Anybody, on the outside port.
        PUBLIC,
        /// A live session, on the outside port.
        SIGNED_IN,
        /// A live session, and a proof given for this very act; see [Act]. On the outside port.
        FRESH_PROOF,
        /// A service with the named scope, on the inside port.
        SERVICE,
        /// Anybody who reaches the inside port: documents, and nothing of an account.
        INSIDE,
        /// A member of staff with the named role, on the inside port.
        STAFF;

        /// Which door a handler of this kind stands behind.
        public Port port() {
            return switch (this) {
                case SERVICE, INSIDE, STAFF -> Port.INSIDE;
                case PUBLIC, SIGNED_IN, FRESH_PROOF -> Port.OUTSIDE;
            };
        }
    }
}
