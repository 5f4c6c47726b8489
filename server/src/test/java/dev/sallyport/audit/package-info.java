/// Facts about the record: that it grows without gaps, tells what it was told, and cannot be edited unseen.
@NullMarked
package dev.sallyport.audit;

import org.jspecify.annotations.NullMarked;
