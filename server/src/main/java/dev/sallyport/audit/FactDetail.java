package dev.sallyport.audit;

import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.SessionId;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What of a fact is personal, as the JSON that is closed under the account's key. Everything that came from
/// outside is made one harmless line first.
record FactDetail(
        @Nullable String session,
        @Nullable String device,
        @Nullable String address,
        @Nullable String agent,
        Map<String, String> detail) {

    private static final int MOST_TEXT = 500;

    static FactDetail of(Fact fact) {
        SessionId session = fact.session();
        DeviceId device = fact.device();
        Caller caller = fact.caller();
        var detail = new TreeMap<String, String>();
        fact.detail().forEach((name, value) -> detail.put(name, Plain.oneLine(value, MOST_TEXT)));
        return new FactDetail(
                session == null ? null : session.toString(),
                device == null ? null : device.toString(),
                caller == null ? null : Plain.oneLine(caller.address(), 60),
                caller == null ? null : Plain.oneLine(caller.userAgent(), MOST_TEXT),
                detail);
    }

    byte[] toJson(JsonMapper json) {
        return json.writeValueAsBytes(this);
    }

    static FactDetail fromJson(JsonMapper json, byte[] bytes) {
        return json.readValue(bytes, FactDetail.class);
    }

    @Nullable
    SessionId sessionId() {
        return session == null ? null : new SessionId(UUID.fromString(session));
    }

    @Nullable
    DeviceId deviceId() {
        return device == null ? null : new DeviceId(UUID.fromString(device));
    }
}
