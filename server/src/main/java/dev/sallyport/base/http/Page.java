package dev.sallyport.base.http;

import org.springframework.http.HttpStatus;

/// A page to be shown: a template under `src/main/jte` and the one value it is about.
///
/// @param template path without ending, such as `signin/sign-in`
/// @param model what the template's `model` parameter takes
public record Page(String template, Object model, HttpStatus status) {
    public static Page of(String template, Object model) {
        return new Page(template, model, HttpStatus.OK);
    }

    /// The same page with another status: 422 for a form that came back with a mistake.
    public Page with(HttpStatus other) {
        return new Page(template, model, other);
    }

    /// For a form that came back with something to mend.
    public Page unprocessable() {
        return with(HttpStatus.UNPROCESSABLE_CONTENT);
    }
}
