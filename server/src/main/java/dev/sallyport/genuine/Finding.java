package dev.sallyport.genuine;

/// One thing that was looked at, and what we say of it.
///
/// @param written as it was written, shortened; only for the one who wrote it
record Finding(Asked what, String written, Verdict verdict) {
    private static final int SHOWN = 300;

    Finding {
        written = written.length() <= SHOWN ? written : written.substring(0, SHOWN) + "…";
    }
}
