package dev.sallyport.base.http;

import dev.sallyport.base.who.Secret;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;

/// The fields of a form that was sent. A field may come once; what is longer than it may be is refused before
/// anything reads it.
public final class Form {
    private final HttpServletRequest request;

    Form(HttpServletRequest request) {
        this.request = request;
    }

    /// A field's text without surrounding blanks, empty when it did not come.
    public String text(String name, int most) {
        String value = one(name);
        if (value.length() > most) {
            throw new Refused(ErrorCode.BAD_REQUEST, "field " + name + " is too long");
        }
        return value.strip();
    }

    /// What a person has typed into a field whose own rule says in a sentence when it is too long. A form as a whole
    /// has its limit.
    public String typed(String name) {
        return one(name).strip();
    }

    /// A secret, exactly as it was typed (ASVS 6.2.8). What is too long is refused by the rule of its kind.
    public Secret secret(String name) {
        return new Secret(one(name));
    }

    /// A tick box.
    public boolean ticked(String name) {
        return !one(name).isEmpty();
    }

    private String one(String name) {
        String[] values = request.getParameterValues(name);
        if (values == null) {
            return "";
        }
        if (values.length > 1) {
            throw new Refused(ErrorCode.BAD_REQUEST, "field " + name + " came twice");
        }
        return values[0];
    }
}
