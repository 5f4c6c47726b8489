@NullMarked
package dev.sallyport.client.spring;

import org.jspecify.annotations.NullMarked;
