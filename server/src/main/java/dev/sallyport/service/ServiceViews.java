package dev.sallyport.service;

import java.util.List;

/// What the page of the service API shows.
public final class ServiceViews {
    private ServiceViews() {}

    /// @param codes every code of an error
    public record Docs(String about, List<Operation> operations, List<Type> types, List<String> codes) {}

    /// @param id a word that names it on the page
    /// @param scope what the token needs; empty for none
    public record Operation(
            String id,
            String method,
            String path,
            String summary,
            String description,
            String scope,
            List<Field> parameters,
            List<Answer> answers) {}

    /// @param type empty for an answer without a body, or with a problem
    public record Answer(String status, String description, String type) {}

    public record Type(String name, List<Field> fields) {}

    /// A parameter, with where it stands as its type; or a field of a type.
    public record Field(String name, String type, boolean required, String description) {}
}
