/// Ids and people as types, so that arguments cannot be swapped: accounts, sessions, devices, and where a
/// request came from.
@NullMarked
package dev.sallyport.base.who;

import org.jspecify.annotations.NullMarked;
