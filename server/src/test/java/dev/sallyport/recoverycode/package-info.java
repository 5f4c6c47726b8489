@NullMarked
package dev.sallyport.recoverycode;

import org.jspecify.annotations.NullMarked;
