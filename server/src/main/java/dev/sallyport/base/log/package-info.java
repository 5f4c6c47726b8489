/// How log lines look: ECS JSON in service, plain lines in the demo. In both, one event is one line that no
/// text from outside can break, colour or turn round (A64).
@NullMarked
package dev.sallyport.base.log;

import org.jspecify.annotations.NullMarked;
