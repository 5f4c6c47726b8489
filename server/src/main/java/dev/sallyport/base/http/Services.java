package dev.sallyport.base.http;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Which service calls the inside port, by the token in `Authorization: Bearer …`. A token of the
/// settings may do everything but register programs, hold secrets and say who is told of events; a feature that issues
/// tokens with scopes says how to read them, by [#alsoBy].
@Component
public final class Services {
    /// Lets a service register programs: no token has it that does not name it.
    public static final String CLIENTS = "clients.manage";
    /// Lets a gateway hold the secrets of programs' keys, in its memory: no token has it that does not name it.
    public static final String SECRETS = "apikeys.secrets";

    /// Lets the tools of staff say who is told of events, and see a new secret: no token has it that does not name it.
    public static final String RECEIVERS = "receivers.manage";

    /// What "everything" does not include.
    private static final Set<String> NAMED_ONLY = Set.of(CLIENTS, SECRETS, RECEIVERS);

    private static final String ATTRIBUTE = Services.class.getName();
    private static final String BEARER = "Bearer ";

    private final Map<ByteBuffer, Service> tokens = new HashMap<>();
    private final List<Function<String, Optional<Service>>> ways = new CopyOnWriteArrayList<>();

    Services(Config config) {
        config.serviceTokens()
                .forEach((name, hash) -> tokens.put(
                        ByteBuffer.wrap(HexFormat.of().parseHex(hash)), new Service(name, Set.of(Service.EVERYTHING))));
    }

    /// A service that calls, and what it may do.
    public record Service(String name, Set<String> scopes) {
        static final String EVERYTHING = "*";

        public boolean may(String scope) {
            return scope.isEmpty()
                    || scopes.contains(scope)
                    || (scopes.contains(EVERYTHING) && !NAMED_ONLY.contains(scope));
        }
    }

    /// Another way to read a token; empty for one that is not good.
    public void alsoBy(Function<String, Optional<Service>> way) {
        ways.add(way);
    }

    /// @param authorization the header's value
    public Optional<Service> of(@Nullable String authorization) {
        return authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.empty()
                : byToken(authorization.substring(BEARER.length()));
    }

    public Optional<Service> byToken(String token) {
        Service known = tokens.get(ByteBuffer.wrap(Tokens.hash(token)));
        if (known != null) {
            return Optional.of(known);
        }
        return ways.stream().flatMap(way -> way.apply(token).stream()).findFirst();
    }

    /// Lets a service through that has the scope, and nobody else.
    void check(HttpServletRequest request, String scope) {
        Service service = of(request.getHeader("Authorization"))
                .orElseThrow(() -> new Refused(ErrorCode.NOT_SIGNED_IN, "unknown service"));
        if (!service.may(scope)) {
            throw new Refused(ErrorCode.MISSING_SCOPE, service.name() + " lacks " + scope);
        }
        request.setAttribute(ATTRIBUTE, service);
    }

    /// The service that was let through, for handlers and for those who look a second time.
    public static Optional<Service> calling(HttpServletRequest request) {
        return Optional.ofNullable((Service) request.getAttribute(ATTRIBUTE));
    }
}
