/// Tests that need more than one of the tools. The annotation is that of the package itself: in a test run
/// this file stands before it, and Spring Modulith reads whichever comes first.
@NullMarked
@ApplicationModule(type = ApplicationModule.Type.OPEN)
package dev.sallyport.base;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
