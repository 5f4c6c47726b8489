@NullMarked
package dev.sallyport.argon2;

import org.jspecify.annotations.NullMarked;
