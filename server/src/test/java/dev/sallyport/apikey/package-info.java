@NullMarked
package dev.sallyport.apikey;

import org.jspecify.annotations.NullMarked;
