@NullMarked
package dev.sallyport.passkey;

import org.jspecify.annotations.NullMarked;
