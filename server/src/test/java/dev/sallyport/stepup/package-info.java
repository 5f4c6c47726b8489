@NullMarked
package dev.sallyport.stepup;

import org.jspecify.annotations.NullMarked;
