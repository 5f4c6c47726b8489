/// Tests of the limits.
@NullMarked
package dev.sallyport.base.limit;

import org.jspecify.annotations.NullMarked;
