package dev.sallyport.base.http;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Fills precompiled JTE templates. A page is made whole before its first byte goes out, so that a fault in a
/// template is an error page and never half a page.
@Component
public final class Templates {
    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.sallyport.jte");
    private final Frames frames;

    Templates(Frames frames) {
        this.frames = frames;
    }

    void write(HttpServletRequest request, HttpServletResponse response, Page page) throws IOException {
        byte[] bytes = render(page.template(), frames.of(request), page.model()).getBytes(StandardCharsets.UTF_8);
        response.setStatus(page.status().value());
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(bytes.length);
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(bytes);
        }
    }

    /// Fills a template that is no page of a browser, such as a mail.
    public String render(String template, Object model) {
        var out = new StringOutput(8 * 1024);
        engine.render(template + ".jte", Map.of("model", model), out);
        return out.toString();
    }

    /// Fills a template.
    public String render(String template, Frame frame, Object model) {
        var out = new StringOutput(8 * 1024);
        engine.render(template + ".jte", Map.of("page", frame, "model", model), out);
        return out.toString();
    }
}
