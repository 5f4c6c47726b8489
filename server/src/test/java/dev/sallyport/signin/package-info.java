/// Tests of this package through the real interface.
@NullMarked
package dev.sallyport.signin;

import org.jspecify.annotations.NullMarked;
