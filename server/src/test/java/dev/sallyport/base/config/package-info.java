@NullMarked
package dev.sallyport.base.config;

import org.jspecify.annotations.NullMarked;
