package dev.sallyport.session;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class SessionBelongings implements Belongings {
    private final Sessions sessions;
    private final Devices devices;

    SessionBelongings(Sessions sessions, Devices devices) {
        this.sessions = sessions;
        this.devices = devices;
    }

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public Object export(AccountId account) {
        return Map.of(
                "sessions",
                sessions.list(account).stream()
                        .map(s -> Map.of(
                                "id", s.session().id().toString(),
                                "openedAt", s.session().openedAt().toString(),
                                "lastUsedAt", s.session().lastUsedAt().toString(),
                                "bound", s.session().bound(),
                                "seen", s.seen()))
                        .toList(),
                "devices",
                devices.list(account).stream()
                        .map(d -> Map.of(
                                "id", d.id().toString(),
                                "name", d.label(),
                                "seen", d.seen(),
                                "firstSeenAt", d.firstSeenAt().toString(),
                                "lastSeenAt", d.lastSeenAt().toString()))
                        .toList());
    }

    @Override
    public void erase(AccountId account) {
        sessions.erase(account);
        devices.erase(account);
    }
}
