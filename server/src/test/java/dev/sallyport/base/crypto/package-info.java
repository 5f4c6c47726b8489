@NullMarked
package dev.sallyport.base.crypto;

import org.jspecify.annotations.NullMarked;
