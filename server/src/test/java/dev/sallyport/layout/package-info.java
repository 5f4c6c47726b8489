/// The rules of the house, checked on the sources themselves.
@NullMarked
package dev.sallyport.layout;

import org.jspecify.annotations.NullMarked;
