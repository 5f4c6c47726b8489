@NullMarked
package dev.sallyport.withdrawal;

import org.jspecify.annotations.NullMarked;
