/// Tests of this package through the real interface.
@NullMarked
package dev.sallyport.session;

import org.jspecify.annotations.NullMarked;
