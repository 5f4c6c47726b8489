package dev.sallyport.base.http;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Texts;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/// Makes the [Frame] of one request. Who is signed in, his zone and his language are put on the request by
/// the features that know them.
@Component
public final class Frames {
    private static final String LANGUAGE = Frames.class.getName() + ".language";
    private static final String ZONE = Frames.class.getName() + ".zone";
    private static final String HOLDER = Frames.class.getName() + ".holder";
    /// By its name: an offset would be shown as a bare "Z".
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final Texts texts;
    private final Config config;
    private final Clock clock;
    private final Assets assets;

    Frames(Texts texts, Config config, Clock clock, Assets assets) {
        this.texts = texts;
        this.config = config;
        this.clock = clock;
        this.assets = assets;
    }

    /// The reader is known: his name, language and zone hold for this request.
    public static void reader(HttpServletRequest request, String holder, @Nullable Language language, ZoneId zone) {
        request.setAttribute(HOLDER, holder);
        request.setAttribute(ZONE, zone);
        if (language != null) {
            request.setAttribute(LANGUAGE, language);
        }
    }

    /// The holder's choice, then this browser's earlier choice, then what the browser asks for.
    public static Language language(HttpServletRequest request) {
        if (request.getAttribute(LANGUAGE) instanceof Language chosen) {
            return chosen;
        }
        return Language.byCode(Cookies.read(request, Cookies.LANGUAGE))
                .orElseGet(() -> Language.accepted(request.getHeader("Accept-Language")));
    }

    Frame of(HttpServletRequest request) {
        return new Frame(
                texts,
                language(request),
                request.getAttribute(ZONE) instanceof ZoneId zone ? zone : UTC,
                clock.instant(),
                config.brand(),
                request.getRequestURI(),
                request.getAttribute(Wall.NONCE) instanceof String nonce ? nonce : "",
                () -> request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                        ? token.getToken()
                        : "",
                request.getAttribute(HOLDER) instanceof String holder ? holder : null,
                config.demo(),
                assets.version(),
                config.origin().toString());
    }
}
