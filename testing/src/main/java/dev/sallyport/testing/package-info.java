/// What a test proves, and the page that says so.
///
/// A test names the rules it proves with [Proves], [Defends] or [Asvs]. The rules stand in `docs/rules.tsv`,
/// one a line. [ProvenDoc] reads the test sources of all modules, joins the two and writes `docs/proven.md`.
/// A rule that no test names is shown there as unproven.
///
/// The sources are parsed, never compiled or loaded: the page can be made before anything is built. An
/// annotation that names an unknown rule, or stands on something that is not a test, is an error.
@NullMarked
package dev.sallyport.testing;

import org.jspecify.annotations.NullMarked;
