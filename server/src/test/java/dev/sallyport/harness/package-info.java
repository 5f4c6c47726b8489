/// What tests of the server stand on: a real node on a real PostgreSQL in this process, a clock that is set,
/// and a browser without scripts.
@NullMarked
package dev.sallyport.harness;

import org.jspecify.annotations.NullMarked;
