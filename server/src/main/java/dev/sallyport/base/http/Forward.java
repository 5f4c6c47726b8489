package dev.sallyport.base.http;

import jakarta.servlet.http.HttpServletRequest;

/// Lets another handler of ours answer, with a request in place of the one that came.
///
/// @param request what that handler sees; its path is `path`
public record Forward(HttpServletRequest request, String path) {}
