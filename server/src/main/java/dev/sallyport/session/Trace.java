package dev.sallyport.session;

/// From where and with what a session is used, as coarse as it must be not to trouble its holder.
///
/// @param network such as `AS3320` or `203.0.0.0/16`
/// @param browser family of browser and system, such as `Chrome/Linux`
record Trace(String network, String browser) {
    /// A new network alone is a journey, a new browser alone is a browser that calls itself something else. Both at
    /// once is what a copied cookie looks like (R-SES-4).
    boolean isElsewhereThan(Trace other) {
        return !network.equals(other.network) && !browser.equals(other.browser);
    }
}
