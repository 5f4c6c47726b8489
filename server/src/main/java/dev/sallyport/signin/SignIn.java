package dev.sallyport.signin;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A sign-in that has begun.
///
/// @param reason why more is needed: `breached`, `short`, `number-unused`, or empty
/// @param contact the address that was signed in with
/// @param back where the browser wanted to go
record SignIn(
        UUID id, List<Need> needs, String reason, @Nullable UUID contact, boolean shared, String back) {}
