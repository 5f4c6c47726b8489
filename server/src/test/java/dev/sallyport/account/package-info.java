/// Tests of this package through the real interface.
@NullMarked
package dev.sallyport.account;

import org.jspecify.annotations.NullMarked;
