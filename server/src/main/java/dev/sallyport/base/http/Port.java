package dev.sallyport.base.http;

/// The two doors. What stands behind one is not known behind the other (it answers 404).
public enum Port {
    /// Holders and OAuth clients.
    OUTSIDE,
    /// The exchange's services, staff and operators.
    INSIDE
}
