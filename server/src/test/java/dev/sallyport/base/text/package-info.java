/// Tests of this package through the real interface.
@NullMarked
package dev.sallyport.base.text;

import org.jspecify.annotations.NullMarked;
