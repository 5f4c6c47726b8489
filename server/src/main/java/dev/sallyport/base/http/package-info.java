/// The edge: two ports, guards, errors as pages or problem JSON, cookies, CSRF, the page frame, and what
/// services write once by an idempotency key (table `idempotent_write`). It knows no feature.
@NullMarked
package dev.sallyport.base.http;

import org.jspecify.annotations.NullMarked;
