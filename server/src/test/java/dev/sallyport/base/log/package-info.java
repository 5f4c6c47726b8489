@NullMarked
package dev.sallyport.base.log;

import org.jspecify.annotations.NullMarked;
