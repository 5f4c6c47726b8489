/// Tools that every feature may use, without knowledge of any feature.
@NullMarked
@ApplicationModule(type = ApplicationModule.Type.OPEN)
package dev.sallyport.base;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
