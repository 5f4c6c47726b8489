package dev.sallyport.notices;

/// By which way a message goes.
public enum Channel {
    MAIL,
    SMS
}
