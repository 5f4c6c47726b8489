package dev.sallyport.testing;

/// One thing that stands behind a rule: a test, the tests of a class, or a page.
///
/// @param rule id of the rule
/// @param file path below the root, with forward slashes
/// @param title what a reader sees
record Proof(String rule, String file, String title) {}
