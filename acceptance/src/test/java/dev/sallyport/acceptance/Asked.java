package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a holder does whom a program has sent to us: he proves himself as often as he is asked to, and lets it have all
/// that it asks for.
final class Asked {
    private static final Pattern CHOICE = Pattern.compile("name=\"(scope-[a-z-]+)\"");
    private static final int MOST_STEPS = 10;

    private Asked() {}

    /// @return where his browser ends: at the program, or at a page of ours on which nothing is asked
    static URI allows(Holder holder, Node node, URI address) {
        URI at = address;
        HttpResponse<String> answer = asked(holder, path(at));
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<URI> next = next(answer, at);
            if (next.isEmpty()) {
                assertThat(answer.statusCode()).as(at + ": " + answer.body()).isEqualTo(200);
                return at;
            }
            if (!next.get().getAuthority().equals(node.origin().getAuthority())) {
                return next.get();
            }
            at = next.get();
            answer = at.getPath().startsWith("/step-up/") ? holder.prove(answer) : asked(holder, path(at));
        }
        throw new AssertionError("asked again and again, at last at " + at);
    }

    private static HttpResponse<String> asked(Holder holder, String path) {
        HttpResponse<String> page = holder.get(path);
        if (!path.startsWith("/oauth2/consent/") || place(page).isPresent()) {
            return page;
        }
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        Map<String, String> all = new LinkedHashMap<>();
        CHOICE.matcher(page.body()).results().forEach(found -> all.put(found.group(1), "yes"));
        return holder.post(path, all);
    }

    private static Optional<URI> next(HttpResponse<String> answer, URI at) {
        return place(answer).map(at::resolve);
    }

    private static Optional<String> place(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .or(() -> answer.headers().firstValue("Refresh").map(to -> to.substring("0; url=".length())));
    }

    private static String path(URI address) {
        return address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
    }
}
