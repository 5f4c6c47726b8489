/// Tests of this package through the real interface.
@NullMarked
package dev.sallyport.recovery;

import org.jspecify.annotations.NullMarked;
