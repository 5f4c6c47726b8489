@NullMarked
package dev.sallyport.base.db;

import org.jspecify.annotations.NullMarked;
