/// Facts about messages: exactly one for each change, nothing of a stranger's in them, and no way round the
/// outbox.
@NullMarked
package dev.sallyport.notices;

import org.jspecify.annotations.NullMarked;
