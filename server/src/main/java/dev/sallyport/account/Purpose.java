package dev.sallyport.account;

/// What a code that proves an address may be good for. One that was sent for one purpose is worth nothing for
/// another (A16).
public enum Purpose {
    SIGN_UP,
    CONTACT_ADD,
    SIGN_IN
}
