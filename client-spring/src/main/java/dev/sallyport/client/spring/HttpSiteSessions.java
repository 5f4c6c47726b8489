package dev.sallyport.client.spring;

import dev.sallyport.client.LogoutTokens.Word;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/// Those of this process, as its servlet container has them.
final class HttpSiteSessions implements SiteSessions, HttpSessionListener, HttpSessionAttributeListener {
    private static final String CONTEXT = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;
    /// Longer than a sign-in is under way between its code and its session here.
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private record Login(@Nullable String account, @Nullable String session) {
        boolean isOf(Word.Ended word) {
            boolean same = word.account() != null && word.account().equals(account);
            return word.session() == null ? same : word.session().equals(session) && (same || word.account() == null);
        }
    }

    private final String issuer;
    private final Clock clock;
    private final Map<HttpSession, Login> open = new ConcurrentHashMap<>();
    private final Map<String, Instant> ended = new ConcurrentHashMap<>();

    HttpSiteSessions(String issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /// First remembered, then looked for; a sign-in is first kept, then looked up: one of the two sees the other.
    @Override
    public void end(Word.Ended word) {
        Instant now = clock.instant();
        ended.values().removeIf(until -> until.isBefore(now));
        if (word.session() != null) {
            ended.put(word.session(), now.plus(REMEMBERED));
        }
        open.forEach((session, login) -> {
            if (login.isOf(word)) {
                end(session);
            }
        });
    }

    private void end(HttpSession session) {
        open.remove(session);
        try {
            session.invalidate();
        } catch (IllegalStateException e) {
            // It is over already.
        }
    }

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
        if (event.getName().equals(CONTEXT)) {
            keep(event.getSession(), event.getValue());
        }
    }

    /// The event has the old one.
    @Override
    public void attributeReplaced(HttpSessionBindingEvent event) {
        if (event.getName().equals(CONTEXT)) {
            keep(event.getSession(), event.getSession().getAttribute(CONTEXT));
        }
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
        if (event.getName().equals(CONTEXT)) {
            open.remove(event.getSession());
        }
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        open.remove(event.getSession());
    }

    private void keep(HttpSession session, @Nullable Object context) {
        Login login = login(context);
        if (login == null) {
            open.remove(session);
            return;
        }
        open.put(session, login);
        if (login.session() != null && ended.containsKey(login.session())) {
            end(session);
        }
    }

    /// Null for whoever signed in elsewhere.
    private @Nullable Login login(@Nullable Object context) {
        if (context instanceof SecurityContext security
                && security.getAuthentication() != null
                && security.getAuthentication().getPrincipal() instanceof OidcUser user
                && issuer.equals(String.valueOf(user.getIssuer()))) {
            return new Login(user.getSubject(), user.getClaimAsString("sid"));
        }
        return null;
    }
}
