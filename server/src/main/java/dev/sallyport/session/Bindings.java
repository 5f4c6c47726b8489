package dev.sallyport.session;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Sessions that are bound to a key of the browser (Device Bound Session Credentials, W3C draft; R-SES-4,
/// A21).
///
/// At sign-in the browser is offered to make a key that cannot leave the machine. It shows the key once
/// ([#bind]) and gets a cookie that lives for ten minutes; before the cookie is needed again it asks for a
/// challenge, signs it and gets the next one ([#refresh]). Whoever copied the cookies alone has the session
/// for these minutes and no longer. A browser that does not know the offer passes over it, and nothing
/// changes for it.
@Component
class Bindings {
    static final String REGISTRATION = "/session/binding";
    static final String REFRESH = "/session/binding/refresh";

    static final Duration COOKIE_LIFE = Duration.ofMinutes(10);
    /// What is on its way while a cookie ends, or while the very first is made, is let through.
    private static final Duration GRACE = Duration.ofMinutes(1);
    /// Making a key in a security chip takes its time.
    private static final Duration REGISTRATION_LIFE = Duration.ofMinutes(5);
    /// Short, so that nobody can have challenges signed in store.
    private static final Duration CHALLENGE_LIFE = Duration.ofMinutes(2);

    private static final Pattern IDENTIFIER = Pattern.compile("([0-9a-f-]{36})\\.([0-9a-f-]{36})");

    private final SessionStore store;
    private final Sessions sessions;
    private final Stamps stamps;
    private final Audit audit;
    private final Tx tx;
    private final Clock clock;
    private final String origin;

    Bindings(SessionStore store, Sessions sessions, Stamps stamps, Audit audit, Tx tx, Clock clock, Config config) {
        this.store = store;
        this.sessions = sessions;
        this.stamps = stamps;
        this.audit = audit;
        this.tx = tx;
        this.clock = clock;
        this.origin = config.origin().toString();
    }

    /// What an offer is good for: this session, and only while it has this token.
    static String boundTo(SessionToken token) {
        return identifier(token.account(), token.session()) + "|" + Tokens.encode(token.hash());
    }

    private static String identifier(AccountId account, SessionId session) {
        return account + "." + session;
    }

    /// What came of a browser's showing of a key.
    sealed interface Shown {
        /// @param identifier what the browser calls the session
        /// @param cookie the value of the next cookie
        record Good(String identifier, String cookie) implements Shown {}

        /// A proof over this challenge is asked for.
        record Asked(String identifier, String challenge) implements Shown {}

        /// No such session, no such key, or no proof. The browser gives the binding up.
        record Bad(String privateDetail) implements Shown {}
    }

    /// The first key that is shown for a session becomes its own. Used once: a session that has a key takes
    /// no other.
    Shown bind(SignedIn who, @Nullable String proof, Caller caller) {
        Session session = who.session();
        var token = SessionToken.read(who.token().reveal()).orElseThrow();
        String identifier = identifier(session.account(), session.id());
        Instant now = clock.instant();
        Optional<BindingProof> read = BindingProof.read(proof);
        Optional<String> key = read.flatMap(BindingProof::key);
        if (read.isEmpty() || key.isEmpty()) {
            return new Shown.Bad("no proof or no key");
        }
        boolean answers = stamps.read(
                        "dbsc-registration", boundTo(token), read.get().challenge())
                .filter(issued -> now.isBefore(issued.plus(REGISTRATION_LIFE)))
                .isPresent();
        if (!answers
                || !read.get().isFor(origin + REGISTRATION, identifier)
                || !read.get().isSignedBy(key.get())) {
            return refused(session.account(), session.id(), "registration", caller);
        }
        return tx.run(() -> {
            if (!store.bind(session.account(), session.id(), token.hash(), key.get(), now)) {
                return new Shown.Bad("has a key already, or is held");
            }
            sessions.tell(session.account(), List.of(session.id()));
            audit.record(
                    session.account(),
                    Fact.success("session.bound")
                            .in(session.id())
                            .on(session.device())
                            .from(caller));
            return new Shown.Good(identifier, cookie(identifier, key.get()));
        });
    }

    private String cookie(String identifier, String key) {
        return stamps.create("dbsc-cookie", identifier + "|" + key);
    }

    private Shown refused(AccountId account, SessionId session, String step, Caller caller) {
        tx.run(() -> audit.record(
                account,
                Fact.failure("session.key-refused").in(session).from(caller).with("step", step)));
        return new Shown.Bad("not signed by the key, or not for this challenge");
    }

    /// A new cookie for whoever signs a new challenge with the session's key. It needs no session cookie,
    /// which a browser may leave out when a link on another site led here, and is no use of the session: it
    /// neither keeps an unused one alive nor frees a held one.
    Shown refresh(String identifier, @Nullable String proof, Caller caller) {
        var ids = IDENTIFIER.matcher(identifier);
        if (!ids.matches()) {
            return new Shown.Bad("no identifier");
        }
        var account = new AccountId(UUID.fromString(ids.group(1)));
        var session = new SessionId(UUID.fromString(ids.group(2)));
        Instant now = clock.instant();
        SessionStore.Row row = store.find(account, session)
                .filter(found -> found.session().isLive(now))
                .orElse(null);
        SessionStore.Binding binding = row == null ? null : row.binding();
        if (binding == null) {
            return new Shown.Bad("no such bound session");
        }
        String boundTo = identifier + "|" + binding.key();
        if (proof == null) {
            return new Shown.Asked(identifier, stamps.create("dbsc-refresh", boundTo));
        }
        Optional<BindingProof> read = BindingProof.read(proof);
        // A key in the proof is never believed; it may only be the one that is known.
        if (read.isEmpty()
                || !read.get().key().orElse(binding.key()).equals(binding.key())
                || !read.get().isFor(origin + REFRESH, identifier)
                || !read.get().isSignedBy(binding.key())) {
            return refused(account, session, "refresh", caller);
        }
        Optional<Instant> issued = stamps.read(
                        "dbsc-refresh", boundTo, read.get().challenge())
                .filter(at -> now.isBefore(at.plus(CHALLENGE_LIFE)));
        if (issued.isEmpty() || !store.spend(account, session, binding.key(), issued.get())) {
            return new Shown.Asked(identifier, stamps.create("dbsc-refresh", boundTo));
        }
        return new Shown.Good(identifier, cookie(identifier, binding.key()));
    }

    /// Whether a request shows what its session is bound to.
    boolean isShown(SessionStore.Row row, @Nullable String cookie) {
        SessionStore.Binding binding = row.binding();
        if (binding == null) {
            return true;
        }
        Instant now = clock.instant();
        Session session = row.session();
        if (cookie == null) {
            return now.isBefore(binding.since().plus(GRACE));
        }
        String boundTo = identifier(session.account(), session.id()) + "|" + binding.key();
        return stamps.read("dbsc-cookie", boundTo, cookie)
                .filter(made -> now.isBefore(made.plus(COOKIE_LIFE).plus(GRACE)))
                .isPresent();
    }
}
