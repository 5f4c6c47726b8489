/// Protects a Spring Boot service with Sallyport's tokens. With `sallyport.issuer` set, every request needs a good one;
/// a
/// `SecurityFilterChain` of your own takes the place of ours, with [SallyportFilter] in it. Scopes are authorities,
/// such
/// as `SCOPE_orders.read`; the principal is [dev.sallyport.client.Claims].
@NullMarked
package dev.sallyport.client.spring;

import org.jspecify.annotations.NullMarked;
