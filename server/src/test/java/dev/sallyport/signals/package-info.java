@NullMarked
package dev.sallyport.signals;

import org.jspecify.annotations.NullMarked;
