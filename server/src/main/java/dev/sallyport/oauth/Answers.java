package dev.sallyport.oauth;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What goes back to a program by its holder's browser: a code or an error, the state it gave, and always who answers
/// (RFC 9207, O-4).
@Component("oauthAnswers")
class Answers {
    private final String issuer;

    Answers(Config config) {
        this.issuer = config.origin().toString();
    }

    String code(Ask ask, GrantToken code) {
        return address(ask, "code", code.reveal());
    }

    String error(Ask ask, String error) {
        return address(ask, "error", error);
    }

    private String address(Ask ask, String name, String value) {
        String uri = ask.redirectUri();
        var all = new StringBuilder(uri).append(uri.indexOf('?') < 0 ? '?' : '&');
        add(all, name, value).append('&');
        String state = ask.one("state");
        if (state != null) {
            add(all, "state", state).append('&');
        }
        return add(all, "iss", issuer).toString();
    }

    private static StringBuilder add(StringBuilder all, String name, String value) {
        return all.append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /// Where a form was sent, the browser goes on by a page: our content policy lets no form end on another site.
    static Page back(String uri, HttpServletResponse response) {
        response.setHeader("Refresh", "0; url=" + uri);
        return Page.of("oauth/back", new OAuthViews.Back(uri, String.valueOf(host(uri))));
    }

    /// What a reader sees of an address.
    static @Nullable String host(String uri) {
        URI read = URI.create(uri.split("\\?", 2)[0]);
        return read.getHost() == null ? read.getScheme() : read.getHost();
    }
}
