package dev.sallyport.base.crypto;

/// The kinds of signature that we take; we make the first two.
public enum Scheme {
    ES256("SHA256withECDSA", "EC"),
    ED25519("Ed25519", "Ed25519"),
    PS256("RSASSA-PSS", "RSA"),
    RS256("SHA256withRSA", "RSA");

    private final String java;
    private final String keys;

    Scheme(String java, String keys) {
        this.java = java;
        this.keys = keys;
    }

    /// What Java's libraries call it.
    public String java() {
        return java;
    }

    /// What they call its keys.
    String keys() {
        return keys;
    }
}
