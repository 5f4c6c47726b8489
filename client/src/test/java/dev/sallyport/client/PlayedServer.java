package dev.sallyport.client;

import java.util.Map;

/// The played server as tests of other modules see it.
public final class PlayedServer implements AutoCloseable {
    public static final String AUDIENCE = Played.AUDIENCE;
    public static final String CLIENT = Played.CLIENT;
    public static final String SECRET = Played.SECRET;

    private final Played played = new Played();

    public String origin() {
        return played.origin().toString();
    }

    /// One that may read orders and balances.
    public String token(String account, String session) {
        return played.sign(Minted.with(played.claims(), "sub", account, "sid", session));
    }

    public void endSession(String account, String session) {
        played.tell("session.ended", Map.of("account", account, "session", session));
    }

    @Override
    public void close() {
        played.close();
    }
}
