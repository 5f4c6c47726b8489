/// Every sentence a person reads, in each language, and the neutralising of text that strangers wrote.
@NullMarked
package dev.sallyport.base.text;

import org.jspecify.annotations.NullMarked;
