package dev.sallyport.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.RawHttp;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Envoy and Traefik, played by what their documentation says they send and do, with the examples of
/// docs/forward-auth.md as they stand there. (nginx is started for real, see the acceptance tests.)
@Proves("R-SES-2")
class ProxyExamplesTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)## (Envoy|Traefik)\n.*?```yaml\n(.*?)```");

    private final TestNode node = TestNode.shared();

    /// What a proxy did with a request: passed it on with these headers, or answered itself.
    ///
    /// @param headers names in small letters
    private record Done(boolean passed, int status, Map<String, String> headers) {}

    /// A holder's request, names of headers as he wrote them.
    private record Came(String method, String path, Map<String, String> headers) {
        Map<String, String> small() {
            var small = new TreeMap<String, String>();
            headers.forEach((name, value) -> small.put(name.toLowerCase(Locale.ROOT), value));
            return small;
        }
    }

    private static Map<?, ?> example(String of) throws IOException {
        var blocks = BLOCK.matcher(Files.readString(Path.of("../docs/forward-auth.md")));
        while (blocks.find()) {
            if (blocks.group(1).equals(of)) {
                String text = blocks.group(2).replace("put-the-proxys-token-here", TestNode.SERVICE_TOKEN);
                return (Map<?, ?>) new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            }
        }
        throw new AssertionError("no example of " + of);
    }

    /// `a/0/b` within maps and lists.
    private static Object at(Object tree, String path) {
        Object here = tree;
        for (String step : path.split("/")) {
            here = here instanceof List<?> list
                    ? list.get(Integer.parseInt(step))
                    : Objects.requireNonNull(((Map<?, ?>) here).get(step), path);
        }
        return here;
    }

    private static List<?> list(Object tree, String path) {
        return (List<?>) at(tree, path);
    }

    /// Whether a name is one of Envoy's `patterns`.
    private static boolean matches(List<?> patterns, String name) {
        return patterns.stream().map(pattern -> (Map<?, ?>) pattern).anyMatch(pattern -> {
            Object exact = pattern.get("exact");
            return exact == null
                    ? name.startsWith(
                            Objects.requireNonNull(pattern.get("prefix")).toString())
                    : name.equals(exact);
        });
    }

    private Done ask(String method, String target, Map<String, String> headers) {
        var request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        String answer = RawHttp.send(
                node.inside("/"), request.append("connection: close\r\n\r\n").toString());
        var told = new TreeMap<String, String>();
        answer.split("\r\n\r\n", 2)[0].lines().skip(1).forEach(line -> {
            String[] field = line.split(": ?", 2);
            told.put(field[0].toLowerCase(Locale.ROOT), field[1]);
        });
        int status = RawHttp.status(answer);
        return new Done(status == 200, status, told);
    }

    /// ext_authz over HTTP (envoy.extensions.filters.http.ext_authz.v3): method, host and path of the request, the
    /// path behind `path_prefix`, `authorization`, a content-length of 0 and no body; of the others what
    /// `allowed_headers` names; over them `headers_to_add`. All names in small letters.
    private Done envoy(Came came) throws IOException {
        Object filter = at(example("Envoy"), "http_filters/1/typed_config");
        Object service = at(filter, "http_service");
        var headers = new LinkedHashMap<String, String>();
        headers.put("host", "api.examplex.com");
        List<?> allowed = list(filter, "allowed_headers/patterns");
        came.small().forEach((name, value) -> {
            if (name.equals("authorization") || matches(allowed, name)) {
                headers.put(name, value);
            }
        });
        headers.put("content-length", "0");
        for (Object one : list(service, "authorization_request/headers_to_add")) {
            headers.put(at(one, "key").toString(), at(one, "value").toString());
        }
        headers.put("x-envoy-internal", "true");
        headers.put("x-forwarded-for", "10.0.0.7");
        Done done = ask(came.method(), at(service, "path_prefix") + came.path(), headers);
        assertThat(at(filter, "failure_mode_allow")).isEqualTo(false);
        List<?> to = done.passed()
                ? list(service, "authorization_response/allowed_upstream_headers/patterns")
                : list(service, "authorization_response/allowed_client_headers/patterns");
        var kept = new TreeMap<>(done.headers());
        kept.keySet().removeIf(name -> !matches(to, name));
        if (done.passed()) {
            // What came along, without what the filter before takes away, lies under what is told.
            var under = new TreeMap<>(came.small());
            for (Object one : list(example("Envoy"), "http_filters/0/typed_config/mutations/request_mutations")) {
                under.remove(at(one, "remove").toString());
            }
            under.forEach(kept::putIfAbsent);
        }
        return new Done(done.passed(), done.status(), kept);
    }

    /// The middlewares of the router in their order: `headers` (an empty value takes one away), and `forwardAuth`: a
    /// GET without a body, all headers of the request, and `X-Forwarded-…` of its own.
    private Done traefik(Came came) throws IOException {
        Object http = at(example("Traefik"), "http");
        var request = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        request.putAll(came.headers());
        for (Object name : list(http, "routers/orders/middlewares")) {
            var middleware = (Map<?, ?>) at(http, "middlewares/" + name);
            if (middleware.containsKey("headers")) {
                ((Map<?, ?>) at(middleware, "headers/customRequestHeaders")).forEach((header, value) -> {
                    request.remove(header.toString());
                    if (!value.toString().isEmpty()) {
                        request.put(header.toString(), value.toString());
                    }
                });
                continue;
            }
            Done done = forwardAuth(middleware, came, request);
            if (!done.passed()) {
                return done;
            }
        }
        return new Done(true, 200, request);
    }

    private Done forwardAuth(Map<?, ?> middleware, Came came, Map<String, String> request) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Host", "sallyport:8081");
        headers.put("User-Agent", "Go-http-client/1.1");
        headers.putAll(request);
        headers.putAll(Map.of(
                "X-Forwarded-Method", came.method(),
                "X-Forwarded-Proto", "https",
                "X-Forwarded-Host", "api.examplex.com",
                "X-Forwarded-Uri", came.path(),
                "X-Forwarded-For", "10.0.0.7"));
        String address = at(middleware, "forwardAuth/address").toString();
        Done done = ask("GET", target(URI.create(address)), hopByHop(headers));
        for (Object name : list(middleware, "forwardAuth/authResponseHeaders")) {
            request.remove(name.toString());
            String told = done.headers().get(name.toString().toLowerCase(Locale.ROOT));
            if (told != null) {
                request.put(name.toString(), told);
            }
        }
        return done;
    }

    private static String target(URI address) {
        return address.getRawQuery() == null ? address.getPath() : address.getPath() + "?" + address.getRawQuery();
    }

    /// Older ones obey a caller's `Connection` for the headers of their own too.
    private static Map<String, String> hopByHop(Map<String, String> headers) {
        var left = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        left.putAll(headers);
        for (String named : headers.getOrDefault("Connection", "").split(",")) {
            left.remove(named.strip());
        }
        left.remove("Connection");
        return left;
    }

    private interface Proxy {
        Done pass(Came came) throws IOException;
    }

    private List<Proxy> both() {
        return List.of(this::envoy, this::traefik);
    }

    private static Map<String, String> forged(String cookie) {
        return Map.of(
                "Cookie", cookie,
                "User-Agent", "Mozilla/5.0",
                "X-Sallyport-Account", "somebody-else",
                "X-Session-Token", "x",
                "X-Require-Level", "aal1");
    }

    @Test
    void whoIsSignedInPassesUnderHisOwnNameWhateverHeBringsAlong() throws IOException {
        var holder = Holder.signUp(node);
        String cookie = "__Host-session=" + holder.browser.cookies.get("__Host-session");
        for (Proxy proxy : both()) {
            for (String method : List.of("GET", "POST", "DELETE")) {
                Done done = proxy.pass(new Came(method, "/orders/7?x=1&y=%2F", forged(cookie)));
                assertThat(done.passed()).as(method).isTrue();
                var told = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
                told.putAll(done.headers());
                assertThat(told.get("X-Sallyport-Account")).isEqualTo(holder.account());
                assertThat(told.get("X-Sallyport-Session")).isEqualTo(holder.session());
                assertThat(told.get("X-Sallyport-Level")).isEqualTo("aal1");
                assertThat(told).doesNotContainKey("X-Service-Token");
            }
        }
    }

    @Test
    @Asvs("4.1.3")
    void noHeaderOfOursPassesThatTheHolderBroughtOrTookAway() throws IOException {
        var holder = Holder.signUp(node);
        var headers = new TreeMap<>(Map.of(
                "Cookie", "__Host-session=" + holder.browser.cookies.get("__Host-session"),
                "Connection", String.join(",", ForwardAuthFilter.TOLD) + ",X-Require-Level,X-Require-Max-Age"));
        ForwardAuthFilter.TOLD.forEach(name -> headers.put(name, "forged"));
        for (Proxy proxy : both()) {
            Done done = proxy.pass(new Came("GET", "/orders/7", headers));
            assertThat(done.passed()).isTrue();
            var told = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            told.putAll(done.headers());
            for (String name : ForwardAuthFilter.TOLD) {
                assertThat(told.get(name)).as(name).isNotNull().isNotEqualTo("forged");
            }
            assertThat(told.get("X-Sallyport-Account")).isEqualTo(holder.account());
            assertThat(told.get("X-Sallyport-Client")).isEmpty();
        }
        // Taking the header away takes nothing from the address.
        assertThat(at(example("Traefik"), "http/middlewares/gate/forwardAuth/address")
                        .toString())
                .contains("?level=");
    }

    @Test
    void whoIsNotIsLedToTheSignInAndBackToWhereHeWanted() throws IOException {
        var ways = new ArrayList<String>();
        for (Proxy proxy : both()) {
            Done done = proxy.pass(new Came("GET", "/orders?page=2", forged("__Host-session=x")));
            assertThat(done.passed()).isFalse();
            assertThat(done.status()).isEqualTo(302);
            ways.add(String.valueOf(done.headers().get("location")));
        }
        assertThat(new TreeSet<>(ways)).containsExactly(node.config.origin() + "/sign-in?to=%2Forders%3Fpage%3D2");
    }

    @Test
    void aProgramWithABadTokenIsToldSoAndNotLedAnywhere() throws IOException {
        for (Proxy proxy : both()) {
            Done done = proxy.pass(new Came("PUT", "/orders/7", Map.of("Authorization", "Bearer x.y.z")));
            assertThat(done.passed()).isFalse();
            assertThat(done.status()).isEqualTo(401);
            assertThat(done.headers())
                    .containsEntry("www-authenticate", "Bearer error=\"invalid_token\"")
                    .doesNotContainKey("location");
        }
    }
}
