package dev.sallyport.stepup;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Refused;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/// Binds the proof for an act to the bytes of its JSON body, before they are read as anything.
@ControllerAdvice
final class StepUpBody extends RequestBodyAdviceAdapter {
    private final StepUpGuard guard;

    StepUpBody(StepUpGuard guard) {
        this.guard = guard;
    }

    @Override
    public boolean supports(MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
        return waiting().getAttribute(StepUpGuard.WAITING) instanceof Act;
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converter)
            throws IOException {
        byte[] body = message.getBody().readAllBytes();
        demand(body);
        return new Read(message.getHeaders(), body);
    }

    @Override
    public @Nullable Object handleEmptyBody(
            @Nullable Object body,
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converter) {
        demand(new byte[0]);
        return body;
    }

    private void demand(byte[] body) {
        HttpServletRequest request = waiting();
        var act = (Act) Objects.requireNonNull(request.getAttribute(StepUpGuard.WAITING));
        var response = (HttpServletResponse) Objects.requireNonNull(request.getAttribute(StepUpGuard.HEADER));
        if (!guard.decide(request, response, act, Kept.of(request, body))) {
            throw new Refused(ErrorCode.PROOF_TOO_OLD, "a proof for " + act);
        }
    }

    private static HttpServletRequest waiting() {
        return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    }

    private record Read(HttpHeaders headers, byte[] body) implements HttpInputMessage {
        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(body);
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
