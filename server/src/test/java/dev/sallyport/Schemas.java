package dev.sallyport;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// As much of JSON Schema as our own document uses.
final class Schemas {
    private final JsonNode document;

    Schemas(JsonNode document) {
        this.document = document;
    }

    /// What of a value is not as a schema says.
    List<String> mistakes(JsonNode schema, JsonNode value, String at) {
        if (schema.has("$ref")) {
            return mistakes(document.at(schema.get("$ref").asString().substring(1)), value, at);
        }
        var mistakes = new ArrayList<String>();
        List<String> types = types(schema);
        if (!types.isEmpty() && types.stream().noneMatch(type -> is(type, value))) {
            mistakes.add(at + " is no " + types + ": " + value);
            return mistakes;
        }
        if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
            mistakes.add(at + " is none of its values: " + value);
        }
        if (value.isString() && !hasFormat(schema.path("format").asString(""), value.asString())) {
            mistakes.add(at + " is no " + schema.get("format") + ": " + value);
        }
        for (JsonNode item : value.isArray() ? value : List.<JsonNode>of()) {
            mistakes.addAll(mistakes(schema.path("items"), item, at + "[]"));
        }
        if (value.isObject()) {
            mistakes.addAll(inObject(schema, value, at));
        }
        return mistakes;
    }

    private List<String> inObject(JsonNode schema, JsonNode value, String at) {
        var mistakes = new ArrayList<String>();
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asString())) {
                mistakes.add(at + " lacks " + name);
            }
        }
        JsonNode more = schema.path("additionalProperties");
        value.forEachEntry((name, field) -> {
            JsonNode known = schema.path("properties").path(name);
            if (!known.isMissingNode()) {
                mistakes.addAll(mistakes(known, field, at + "/" + name));
            } else if (more.isObject()) {
                mistakes.addAll(mistakes(more, field, at + "/" + name));
            } else if (more.isBoolean() && !more.asBoolean()) {
                mistakes.add(at + " has " + name + ", which is not described");
            }
        });
        return mistakes;
    }

    private static List<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray()
                ? type.valueStream().map(JsonNode::asString).toList()
                : type.isMissingNode() ? List.of() : List.of(type.asString());
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException("a type that we do not use: " + type);
        };
    }

    private static boolean hasFormat(String format, String text) {
        try {
            switch (format) {
                case "uuid" -> UUID.fromString(text);
                case "date-time" -> Instant.parse(text);
                case "", "uri" -> {}
                default -> throw new IllegalStateException("a format that we do not use: " + format);
            }
            return true;
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return false;
        }
    }
}
