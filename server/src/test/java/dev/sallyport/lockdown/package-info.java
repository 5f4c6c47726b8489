/// Tests of this package through the real interface.
@NullMarked
package dev.sallyport.lockdown;

import org.jspecify.annotations.NullMarked;
