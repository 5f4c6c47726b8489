package dev.sallyport.signals;

/// What came of telling a receiver of an event.
sealed interface Reply {
    record Taken() implements Reply {}

    /// It calls the event wrong, or nothing may be sent where it is: waiting helps little.
    record Refused(String why) implements Reply {}

    /// It did not take it this time.
    record Missed(String why) implements Reply {}
}
