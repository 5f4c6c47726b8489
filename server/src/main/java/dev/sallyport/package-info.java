/// Sallyport: account security for services that hold other people's money. One process with two ports; its
/// features are the packages beside this one, and docs/architecture.md draws how they stand on each other.
@NullMarked
package dev.sallyport;

import org.jspecify.annotations.NullMarked;
