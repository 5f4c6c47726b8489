/// "Is this really us?": what we can say of a link that somebody was sent.
///
/// A link is read as browsers read it (WHATWG URL, UTS 46), and judged by the domain that its host was registered
/// under (the Public Suffix List with its private section). Official is only what is named exactly; what imitates a
/// name of ours is called a look-alike with the way it does so; what is built to mislead is suspicious; of the rest
/// we say that it is not ours, and never that it is safe (R-PHI-1, R-PHI-2).
///
/// Nothing is fetched or looked up. Each step is linear in a text of at most two thousand characters.
@NullMarked
package dev.sallyport.genuine;

import org.jspecify.annotations.NullMarked;
