package dev.sallyport.signin;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A sign-in that has begun.
///
/// @param reason why more is needed: `breached`, `short`, `number-unused`, or empty
/// @param contact the address that was signed in with
/// @param passwordChangedAt when the password was set that it began with; once that is changed, it is over
/// @param trust this device is not to be asked for a second proof for a while
/// @param failures how many wrong passwords in a row came before the right one, that one counted
/// @param back where the browser wanted to go
record SignIn(
        UUID id,
        List<Need> needs,
        String reason,
        @Nullable UUID contact,
        Instant passwordChangedAt,
        boolean shared,
        boolean trust,
        int failures,
        String back) {}
