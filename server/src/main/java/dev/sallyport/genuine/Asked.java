package dev.sallyport.genuine;

/// What somebody wants to know about.
enum Asked {
    LINK,
    MAIL,
    PHONE,
    HANDLE,
    /// The short code that our messages carry.
    CODE,
    /// A whole message, with or without its head.
    MESSAGE;

    /// Such as `mail`, in texts and JSON.
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
