/// The operator's settings: read once, checked before anything starts, every mistake told at once.
@NullMarked
package dev.sallyport.base.config;

import org.jspecify.annotations.NullMarked;
