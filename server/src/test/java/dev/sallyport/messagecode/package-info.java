/// Tests of codes by text message.
@NullMarked
package dev.sallyport.messagecode;

import org.jspecify.annotations.NullMarked;
