package dev.sallyport.service;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Doors;
import dev.sallyport.base.http.FilterRoute;
import dev.sallyport.base.http.Port;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refusals;
import dev.sallyport.base.http.Services;
import dev.sallyport.oauth.AccessTokens.Access;
import dev.sallyport.service.TokenGate.Place;
import dev.sallyport.service.TokenGate.Verdict;
import dev.sallyport.session.Assurance;
import dev.sallyport.session.Session;
import dev.sallyport.session.Sessions;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// `/v1/forward-auth` on the inside port: the gate for proxies (nginx `auth_request`, Envoy
/// `ext_authz`, Traefik `forwardAuth`; docs/forward-auth.md). It reads the headers of the holder's
/// request, of any method, and answers 200 with who he is, or 401. Like the session check it stands
/// ahead of the whole chain and asks no database for what this node remembers.
///
/// Where the proxy says so, access tokens count as well; see [TokenGate]. Every answer has all of [#TOLD], empty where
/// there is nothing to tell: whatever a proxy copies to the service lies over what the holder's request brought along.
///
/// The proxy shows its own token in `X-Service-Token`: `Authorization` is the holder's. A proxy that
/// is not known gets 403, which none of them takes for "not signed in".
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@FilterRoute(
        method = "any",
        path = ForwardAuthFilter.PATH,
        port = Port.INSIDE,
        guard = "SERVICE(sessions.check), by X-Service-Token")
@FilterRoute(
        method = "any",
        path = ForwardAuthFilter.PATH + "/**",
        port = Port.INSIDE,
        guard = "SERVICE(sessions.check), by X-Service-Token")
class ForwardAuthFilter implements Filter {
    static final String PATH = "/v1/forward-auth";
    static final List<String> TOLD = List.of(
            "X-Sallyport-Account",
            "X-Sallyport-Session",
            "X-Sallyport-Proofs",
            "X-Sallyport-Level",
            "X-Sallyport-Proven-At",
            "X-Sallyport-Client",
            "X-Sallyport-Scopes");

    private final Sessions sessions;
    private final TokenGate tokens;
    private final Services services;
    private final Doors doors;
    private final Refusals refusals;
    private final Config config;
    private final Clock clock;

    ForwardAuthFilter(
            Sessions sessions,
            TokenGate tokens,
            Services services,
            Doors doors,
            Refusals refusals,
            Config config,
            Clock clock) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.services = services;
        this.doors = doors;
        this.refusals = refusals;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain chain)
            throws IOException, ServletException {
        var request = (HttpServletRequest) anyRequest;
        String path = request.getRequestURI();
        // Envoy puts the holder's own path behind ours.
        boolean ours = path.equals(PATH) || path.startsWith(PATH + "/");
        if (!ours || doors.of(request) != Port.INSIDE) {
            chain.doFilter(anyRequest, anyResponse);
            return;
        }
        var response = (HttpServletResponse) anyResponse;
        response.setHeader("Cache-Control", "no-store");
        TOLD.forEach(name -> response.setHeader(name, ""));
        String token = request.getHeader("X-Service-Token");
        if (token == null
                || services.byToken(token).filter(s -> s.may("sessions.check")).isEmpty()) {
            refusals.note(request, ErrorCode.NOT_SIGNED_IN, "unknown proxy");
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        // What stands behind our path is the holder's, and so is its query.
        Optional<Demand> demand = Demand.of(request, path.equals(PATH) ? request.getQueryString() : null);
        if (demand.isEmpty()) {
            refusals.note(request, ErrorCode.BAD_REQUEST, "the proxy's demand cannot be read: only level and max-age");
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        try {
            Optional<Verdict> verdict = tokens.judge(request, place(request), demand.get());
            if (verdict.isPresent()) {
                answer(verdict.get(), response);
            } else {
                answer(request, response, demand.get());
            }
        } catch (DataAccessException | TransactionException e) {
            // Not known is not "no"; proxies let nobody through for it.
            response.setHeader("Retry-After", "1");
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    /// Where the holder sent his request. Envoy keeps the host and puts the path behind ours; the others say both in
    /// headers.
    private static Place place(HttpServletRequest request) {
        String method = request.getHeader("X-Forwarded-Method");
        String host = request.getHeader("X-Forwarded-Host");
        String address = request.getHeader("X-Forwarded-Proto")
                + "://"
                + (host == null ? request.getHeader("Host") : host)
                + wanted(request).replaceFirst("\\?.*", "");
        return new Place(method == null ? request.getMethod() : method, uri(address));
    }

    private static @Nullable URI uri(String address) {
        try {
            URI uri = new URI(address);
            return uri.getHost() == null ? null : uri;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /// Path and query; empty when nobody says.
    private static String wanted(HttpServletRequest request) {
        String uri = request.getHeader("X-Forwarded-Uri");
        if (uri != null) {
            return uri;
        }
        String behind = request.getRequestURI().substring(PATH.length());
        String query = request.getQueryString();
        return behind + (behind.isEmpty() || query == null ? "" : "?" + query);
    }

    private static void answer(Verdict verdict, HttpServletResponse response) {
        switch (verdict) {
            case Verdict.Bad(int status, String challenge) -> {
                response.setHeader("WWW-Authenticate", challenge);
                response.setStatus(status);
            }
            case Verdict.Good(Access access) -> {
                if (access.account() != null) {
                    response.setHeader("X-Sallyport-Account", access.account().toString());
                }
                Instant provenAt = access.provenAt();
                if (provenAt != null) {
                    Assurance level = access.isByTwo() ? Assurance.TWO : Assurance.ONE;
                    response.setHeader("X-Sallyport-Level", level.word());
                    response.setHeader("X-Sallyport-Proven-At", Long.toString(provenAt.getEpochSecond()));
                }
                response.setHeader("X-Sallyport-Client", access.client());
                response.setHeader("X-Sallyport-Scopes", String.join(" ", new TreeSet<>(access.scopes())));
                response.setStatus(HttpServletResponse.SC_OK);
            }
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Demand demand) {
        String token = request.getHeader("X-Session-Token");
        Optional<Session> found = sessions.live(token == null ? Cookies.read(request, Cookies.SESSION) : token);
        if (found.isEmpty()) {
            response.setHeader("WWW-Authenticate", "Sallyport error=\"not_signed_in\"");
            lead(request, response, "/sign-in");
            return;
        }
        Session session = found.get();
        Optional<String> lack = demand.lack(session, clock.instant());
        if (lack.isPresent()) {
            // As RFC 9470 has it for tokens.
            response.setHeader(
                    "WWW-Authenticate", "Sallyport error=\"insufficient_user_authentication\", " + lack.get());
            lead(request, response, "/sign-in/again");
            return;
        }
        response.setHeader("X-Sallyport-Account", session.account().toString());
        response.setHeader("X-Sallyport-Session", session.id().toString());
        response.setHeader("X-Sallyport-Proofs", String.join(" ", session.proofs()));
        response.setHeader("X-Sallyport-Level", Demand.level(session).word());
        response.setHeader(
                "X-Sallyport-Proven-At", Long.toString(session.provenAt().getEpochSecond()));
        response.setStatus(HttpServletResponse.SC_OK);
    }

    /// Says where the missing proof is given; a proxy that passes our answer on (Traefik) can have it
    /// lead there.
    private void lead(HttpServletRequest request, HttpServletResponse response, String to) {
        String uri = wanted(request);
        String back = Redirect.isOwn(uri) ? "?to=" + URLEncoder.encode(uri, StandardCharsets.UTF_8) : "";
        String place = config.link(to + back);
        if ("redirect".equals(request.getHeader("X-When-Signed-Out"))) {
            response.setHeader("Location", place);
            response.setStatus(HttpServletResponse.SC_FOUND);
        } else {
            response.setHeader("X-Sallyport-Sign-In", place);
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        }
    }
}
