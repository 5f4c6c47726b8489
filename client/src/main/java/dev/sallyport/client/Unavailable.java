package dev.sallyport.client;

/// The server cannot be asked, so nobody can tell.
final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    Unavailable(String detail) {
        super(detail, null, false, false);
    }
}
