@NullMarked
package dev.sallyport.client;

import org.jspecify.annotations.NullMarked;
