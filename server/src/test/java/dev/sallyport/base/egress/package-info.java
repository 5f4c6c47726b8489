@NullMarked
package dev.sallyport.base.egress;

import org.jspecify.annotations.NullMarked;
