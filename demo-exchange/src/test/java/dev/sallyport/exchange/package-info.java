@NullMarked
package dev.sallyport.exchange;

import org.jspecify.annotations.NullMarked;
