package dev.sallyport.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The OpenAPI document, as it is served and as its page shows it. A test compares it with the routes
/// and with real answers.
@Component
final class Description {
    private static final String FILE = "/service/openapi.json";

    private final byte[] bytes;
    private final ServiceViews.Docs docs;

    Description(JsonMapper json) {
        try (InputStream in = Objects.requireNonNull(Description.class.getResourceAsStream(FILE))) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        docs = read(json.readTree(bytes));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    ServiceViews.Docs docs() {
        return docs;
    }

    private static ServiceViews.Docs read(JsonNode document) {
        var operations = new ArrayList<ServiceViews.Operation>();
        document.get("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry(
                        (method, operation) -> operations.add(operation(document, path, method, operation))));
        var types = new ArrayList<ServiceViews.Type>();
        document.at("/components/schemas")
                .forEachEntry((name, schema) -> types.add(new ServiceViews.Type(name, fields(schema))));
        return new ServiceViews.Docs(
                document.at("/info/description").asString(),
                operations,
                types,
                words(document.at("/components/schemas/Problem/properties/code/enum")));
    }

    private static ServiceViews.Operation operation(JsonNode document, String path, String method, JsonNode operation) {
        var parameters = new ArrayList<ServiceViews.Field>();
        for (JsonNode p : operation.path("parameters")) {
            parameters.add(new ServiceViews.Field(
                    p.get("name").asString(),
                    p.get("in").asString(),
                    p.path("required").asBoolean(false),
                    p.path("description").asString("")));
        }
        var answers = new ArrayList<ServiceViews.Answer>();
        operation.get("responses").forEachEntry((status, response) -> {
            JsonNode whole = response.has("$ref")
                    ? document.at(response.get("$ref").asString().substring(1))
                    : response;
            answers.add(new ServiceViews.Answer(
                    status, whole.get("description").asString(), type(whole.at("/content/application~1json/schema"))));
        });
        return new ServiceViews.Operation(
                operation.get("operationId").asString(),
                method.toUpperCase(Locale.ROOT),
                path,
                operation.get("summary").asString(),
                operation.path("description").asString(""),
                String.join(", ", words(operation.at("/security/0/service"))),
                parameters,
                answers);
    }

    private static List<ServiceViews.Field> fields(JsonNode schema) {
        List<String> required = words(schema.path("required"));
        var fields = new ArrayList<ServiceViews.Field>();
        schema.path("properties")
                .forEachEntry((name, field) -> fields.add(new ServiceViews.Field(
                        name,
                        type(field),
                        required.contains(name),
                        field.path("description").asString(""))));
        return fields;
    }

    /// Such as "string (uuid)", "array of LiveSession", or the name of another type.
    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String ref = schema.get("$ref").asString();
            return ref.substring(ref.lastIndexOf('/') + 1);
        }
        JsonNode type = schema.path("type");
        String name = type.isArray() ? type.get(0).asString() : type.asString("");
        if (name.equals("array")) {
            return "array of " + type(schema.path("items"));
        }
        String format = schema.path("format").asString("");
        String values = String.join(" | ", words(schema.path("enum")));
        String more = values.isEmpty() ? format : values;
        return more.isEmpty() ? name : name + " (" + more + ")";
    }

    private static List<String> words(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
