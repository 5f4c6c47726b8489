@NullMarked
package dev.sallyport.base.chain;

import org.jspecify.annotations.NullMarked;
