package dev.sallyport.signin;

/// How far a sign-in is, for an interface.
///
/// @param next `done`, or the page on which something further is asked for
record SignInState(String next) {}
