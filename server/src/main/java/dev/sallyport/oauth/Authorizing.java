package dev.sallyport.oauth;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// An authorization request on its way through a browser: read, answered at once where nothing need be asked, and
/// otherwise kept until its holder has answered.
@Component
class Authorizing {
    private static final String PUSHED = "urn:ietf:params:oauth:request_uri:";

    private final Clients clients;
    private final Requests requests;
    private final Consents consents;
    private final Answers answers;
    private final Tx tx;
    private final Clock clock;

    Authorizing(Clients clients, Requests requests, Consents consents, Answers answers, Tx tx, Clock clock) {
        this.clients = clients;
        this.requests = requests;
        this.consents = consents;
        this.answers = answers;
        this.tx = tx;
        this.clock = clock;
    }

    /// How it goes on.
    sealed interface Next {
        /// Back to the program.
        record Back(String uri) implements Next {}

        /// Here once more, by an address that names a request which is kept.
        record Again(String client, String requestUri) implements Next {}

        /// To our own page of the request.
        ///
        /// @param hint whom the program expects
        record Wait(String name, @Nullable String hint) implements Next {}

        /// The holder proves himself again first.
        record Prove() implements Next {}

        /// The holder is asked.
        record Show(Client client, Ask ask) implements Next {}

        /// A device goes on by itself.
        record Device(boolean allowed) implements Next {}
    }

    /// Who sits at the browser, and whether its session is where its holder is, is asked by the guard of the page that
    /// it waits at: nothing is answered here but that nobody is signed in at all.
    ///
    /// @param sent the parameters of the address
    /// @param signedIn whether the browser has a session that is not held
    Next begin(Map<String, List<String>> sent, boolean signedIn) {
        Ask ask = read(sent);
        Optional<Next> mistake = mistake(ask, sent.containsKey("request_uri"));
        if (mistake.isPresent()) {
            return mistake.get();
        }
        if (ask.prompt().contains("none") && !signedIn) {
            return new Next.Back(answers.error(ask, "login_required"));
        }
        return new Next.Wait(requests.wait(ask), ask.one("login_hint"));
    }

    /// A request whose holder is not known yet: it is checked, and kept until the browser comes again for it.
    Next post(Map<String, List<String>> sent) {
        String client = one(sent, "client_id");
        if (sent.containsKey("request_uri")) {
            return new Next.Again(client, one(sent, "request_uri"));
        }
        Ask ask = read(sent);
        return mistake(ask, false).orElseGet(() -> {
            String name = Tokens.create();
            requests.push(name, ask);
            return new Next.Again(client, PUSHED + name);
        });
    }

    /// @param pushed whether the client itself brought it
    private Optional<Next> mistake(Ask ask, boolean pushed) {
        Client client = client(ask);
        if (!AskRules.isAddressRight(client, ask)) {
            throw new Refused(ErrorCode.BAD_REQUEST, "redirect_uri is not registered");
        }
        try {
            AskRules.check(client, ask, pushed);
            return Optional.empty();
        } catch (AskRules.Mistake mistake) {
            return Optional.of(new Next.Back(answers.error(ask, mistake.error())));
        }
    }

    /// A pushed request is taken, once, by the client that pushed it (RFC 9126 section 4).
    private Ask read(Map<String, List<String>> sent) {
        String client = one(sent, "client_id");
        if (!sent.containsKey("request_uri")) {
            return Ask.of(client, sent);
        }
        String uri = one(sent, "request_uri");
        return Optional.of(uri)
                .filter(u -> u.startsWith(PUSHED))
                .flatMap(u -> requests.takePushed(u.substring(PUSHED.length())))
                .filter(ask -> ask.client().equals(client))
                .orElseThrow(() -> new Refused(ErrorCode.BAD_REQUEST, "no such pushed request"));
    }

    private static String one(Map<String, List<String>> sent, String name) {
        List<String> values = sent.getOrDefault(name, List.of());
        if (values.size() != 1) {
            throw new Refused(ErrorCode.BAD_REQUEST, name + " must come once");
        }
        return values.getFirst();
    }

    private Client client(Ask ask) {
        return clients.find(ask.client()).orElseThrow(() -> new Refused(ErrorCode.BAD_REQUEST, "no such client"));
    }

    /// Whether the holder has proven himself as strongly and as lately as was asked for; once he did so for this
    /// request, it is late enough. A program of the service's own moves money without asking him, so he must have
    /// proven himself just before it gets its code, however long the request has waited.
    private boolean isProven(Client client, Ask ask, Session session, Instant since) {
        boolean forThis = !session.provenAt().isBefore(since);
        boolean unasked = client.standing() == Client.Standing.OWN && Consents.isMoney(ask, ask.scopes());
        boolean fresh = !unasked || session.isFresh(clock.instant());
        Duration age = ask.maxAge();
        boolean late =
                age == null || clock.instant().isBefore(session.provenAt().plus(age));
        boolean again = ask.prompt().contains("login");
        return Acr.of(session).meets(ask.acrValues()) && fresh && (forThis || (late && !again));
    }

    private boolean isOther(Ask ask, Session session) {
        return consents.hintOfAnother(session.account(), ask).isPresent();
    }

    private Requests.Waiting waiting(Optional<Requests.Waiting> found) {
        return found.orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "the request is over or was answered"));
    }

    /// What comes next for a request in a browser whose holder is signed in.
    Next look(String name, Session session, Caller caller) {
        Requests.Waiting waiting = waiting(requests.find(name));
        Ask ask = waiting.ask();
        Client client = client(ask);
        boolean silent = ask.prompt().contains("none");
        boolean proven = isProven(client, ask, session, waiting.since());
        boolean other = isOther(ask, session);
        if (silent && (!proven || other)) {
            return answered(name, new Next.Back(answers.error(ask, "login_required")));
        }
        if (!proven) {
            boolean tried = !session.provenAt().isBefore(waiting.since())
                    && !Acr.of(session).meets(ask.acrValues());
            return tried
                    ? answered(name, new Next.Back(answers.error(ask, "unmet_authentication_requirements")))
                    : new Next.Prove();
        }
        boolean asked = ask.prompt().contains("consent") || ask.prompt().contains("select_account");
        boolean plain = ask.device() == null && !asked && !other;
        if (plain && consents.covers(session.account(), client, ask)) {
            return atOnce(name, session, client, caller);
        }
        return silent
                ? answered(name, new Next.Back(answers.error(ask, unasked(session, client))))
                : new Next.Show(client, ask);
    }

    /// A program that he never let in learns not even that somebody is signed in.
    private String unasked(Session session, Client client) {
        return consents.knows(session.account(), client) ? "consent_required" : "login_required";
    }

    /// The holder has said yes to all of it before, or need not be asked.
    private Next atOnce(String name, Session session, Client client, Caller caller) {
        return tx.run(() -> {
            Ask ask = waiting(requests.take(name)).ask();
            return give(session, client, ask, consents.all(client, ask), caller);
        });
    }

    private Next answered(String name, Next next) {
        waiting(requests.take(name));
        return next;
    }

    /// Whether the holder must prove himself freshly before he may say yes to this.
    boolean isMoney(String name, Set<String> chosen) {
        Ask ask = waiting(requests.find(name)).ask();
        return Consents.isMoney(ask, chosen);
    }

    /// The holder says yes to what he has chosen.
    ///
    /// @param proven whether he has just proven himself for it
    Next allow(String name, Session session, Set<String> chosen, boolean proven, Caller caller) {
        return tx.run(() -> {
            Requests.Waiting waiting = waiting(requests.take(name));
            Ask ask = waiting.ask();
            Client client = client(ask);
            Set<String> scopes = consents.chosen(ask, chosen);
            boolean money = Consents.isMoney(ask, scopes);
            if ((money && !proven) || !isProven(client, ask, session, waiting.since())) {
                throw new Refused(ErrorCode.PROOF_TOO_OLD, "money without a fresh proof");
            }
            if (scopes.isEmpty() && ask.one(Details.CLAIM) == null) {
                return refused(ask, session, caller);
            }
            // The session is locked before the record, as whoever ends it does.
            Next next = give(session, client, ask, scopes, caller);
            consents.remember(session, client, ask, scopes, caller);
            return next;
        });
    }

    private Next give(Session session, Client client, Ask ask, Set<String> scopes, Caller caller) {
        String device = ask.device();
        Grants.Given given = consents.give(session, client, ask, scopes, caller);
        return device == null
                ? new Next.Back(answers.code(ask, Objects.requireNonNull(given.code())))
                : new Next.Device(true);
    }

    /// The holder says no.
    Next refuse(String name, Session session, Caller caller) {
        return tx.run(() -> refused(waiting(requests.take(name)).ask(), session, caller));
    }

    private Next refused(Ask ask, Session session, Caller caller) {
        consents.refused(session, ask, caller);
        String device = ask.device();
        if (device != null) {
            consents.refuseDevice(device);
            return new Next.Device(false);
        }
        return new Next.Back(answers.error(ask, "access_denied"));
    }
}
