/// Requests that we send to addresses which somebody else chose: receivers of events, and whatever else is named by a
/// client. Each goes to a public address alone, once, without following where it points.
@NullMarked
package dev.sallyport.base.egress;

import org.jspecify.annotations.NullMarked;
