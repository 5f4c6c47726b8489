/// Tests of this package through the real interface.
@NullMarked
package dev.sallyport.base;

import org.jspecify.annotations.NullMarked;
