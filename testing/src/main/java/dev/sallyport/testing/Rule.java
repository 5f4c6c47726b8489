package dev.sallyport.testing;

/// One line of `docs/rules.tsv`.
///
/// @param basis the rule behind it, or the level in the standard
record Rule(String id, Kind kind, String basis, String text) {}
