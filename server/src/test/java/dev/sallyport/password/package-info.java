/// Passwords, against the real database and the real hasher.
@NullMarked
package dev.sallyport.password;

import org.jspecify.annotations.NullMarked;
