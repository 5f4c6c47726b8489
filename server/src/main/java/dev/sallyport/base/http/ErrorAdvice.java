package dev.sallyport.base.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/// Leads what handlers throw to [Errors].
@ControllerAdvice
final class ErrorAdvice {
    private final Errors errors;

    ErrorAdvice(Errors errors) {
        this.errors = errors;
    }

    @ExceptionHandler(Throwable.class)
    void any(HttpServletRequest request, HttpServletResponse response, Throwable thrown) throws IOException {
        if (thrown instanceof Refused refused) {
            errors.write(request, response, refused);
        } else {
            errors.fault(request, response, thrown);
        }
    }
}
