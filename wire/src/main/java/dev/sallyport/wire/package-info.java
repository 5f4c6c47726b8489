/// What crosses the network between a Sallyport server and those who call it: records and error codes, and
/// nothing else. No dependencies, so that the server, the client library and a test all speak the same words.
@NullMarked
package dev.sallyport.wire;

import org.jspecify.annotations.NullMarked;
