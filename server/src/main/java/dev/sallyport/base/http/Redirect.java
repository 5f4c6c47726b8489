package dev.sallyport.base.http;

/// Sends the browser on by GET (303, RFC 9110 section 15.4.4; never 307, which would carry a password along).
///
/// @param path a path of our own, beginning with one `/`
public record Redirect(String path) {
    public Redirect {
        if (!path.startsWith("/") || path.startsWith("//") || path.contains("\\")) {
            throw new IllegalArgumentException("not a path of our own: " + path);
        }
    }

    /// Whether a path that came from outside may be gone to: ours, and nothing that a browser reads as
    /// another host.
    public static boolean isOwn(String path) {
        return path.matches("/[A-Za-z0-9_~./?=&%-]*") && !path.startsWith("//") && path.length() <= 500;
    }
}
