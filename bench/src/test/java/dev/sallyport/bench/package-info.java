/// Tests of the measuring itself; what is measured is not asked here.
@NullMarked
package dev.sallyport.bench;

import org.jspecify.annotations.NullMarked;
