/// How often anything may be tried: one table of limits, and failure counters that are reserved before a
/// secret is checked.
@NullMarked
package dev.sallyport.base.limit;

import org.jspecify.annotations.NullMarked;
