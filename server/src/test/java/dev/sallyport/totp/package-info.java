@NullMarked
package dev.sallyport.totp;

import org.jspecify.annotations.NullMarked;
