package dev.sallyport.oauth;

import dev.sallyport.base.crypto.BlindIndex;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.stereotype.Component;

/// Devices that show a code which their holder types elsewhere (RFC 8628).
@Component("oauthDevices")
class Devices {
    static final Duration LIFE = Duration.ofMinutes(10);
    /// How often a device may ask.
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final String USER_CODE = "oauth-user-code";

    private final DeviceStore store;
    private final BlindIndex index;
    private final Exchanges exchanges;
    private final Tx tx;
    private final Clock clock;

    Devices(DeviceStore store, BlindIndex index, Exchanges exchanges, Tx tx, Clock clock) {
        this.store = store;
        this.index = index;
        this.exchanges = exchanges;
        this.tx = tx;
        this.clock = clock;
    }

    void begin(String client, Set<String> scopes, String deviceCode, String userCode) {
        Instant now = clock.instant();
        store.insert(new DeviceStore.Row(
                Tokens.hash(deviceCode),
                index.of(USER_CODE, canonical(userCode)),
                client,
                scopes,
                DeviceStore.State.OPEN,
                null,
                null,
                null,
                now,
                now.plus(LIFE)));
    }

    /// Capitals without what people put between them.
    private static String canonical(String userCode) {
        return userCode.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
    }

    /// What the device that shows this code asks for; empty when none does.
    Optional<Ask> byUserCode(String typed) {
        String code = canonical(typed);
        return code.length() != 8
                ? Optional.empty()
                : store.byUserCode(index.candidates(USER_CODE, code), clock.instant())
                        .map(row -> Ask.ofDevice(
                                row.client(), row.scopes(), HexFormat.of().formatHex(row.hash())));
    }

    /// The device by the code that it alone knows, as it may be told.
    ///
    /// @throws OAuth2AuthenticationException when it asks too often
    Optional<DeviceStore.Row> poll(String deviceCode) {
        byte[] hash = Tokens.hash(deviceCode);
        Instant now = clock.instant();
        Optional<DeviceStore.Row> row = store.find(hash);
        if (row.isPresent() && row.get().state() == DeviceStore.State.OPEN) {
            // The account of a second less: clocks of devices are no better than that.
            Instant before = now.minus(INTERVAL).plusSeconds(1);
            if (!store.poll(hash, now, before)) {
                throw new OAuth2AuthenticationException(new OAuth2Error("slow_down"));
            }
        }
        return row;
    }

    /// The holder has said yes, in the caller's transaction; false when another answer came first.
    boolean allow(String device, AccountId account, UUID grant) {
        return store.allow(HexFormat.of().parseHex(device), account, grant, clock.instant());
    }

    boolean refuse(String device) {
        return store.move(HexFormat.of().parseHex(device), DeviceStore.State.OPEN, DeviceStore.State.REFUSED);
    }

    /// Exchanges the device code, once.
    boolean use(String deviceCode, Grant grant, @Nullable String jkt, @Nullable GrantToken refresh) {
        return tx.run(() -> store.move(Tokens.hash(deviceCode), DeviceStore.State.ALLOWED, DeviceStore.State.USED)
                && exchanges.begin(grant, jkt, refresh));
    }
}
