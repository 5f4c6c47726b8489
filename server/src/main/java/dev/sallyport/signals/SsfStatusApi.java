package dev.sallyport.signals;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.oauth.SigningKeys;
import dev.sallyport.signals.Receiver.State;
import dev.sallyport.signals.Receiver.Way;
import dev.sallyport.signals.SsfViews.NewStatus;
import dev.sallyport.signals.SsfViews.Poll;
import dev.sallyport.signals.SsfViews.Polled;
import dev.sallyport.signals.SsfViews.Status;
import dev.sallyport.signals.SsfViews.Verification;
import dev.sallyport.wire.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What a stream is asked while it runs: its status, a verification, the tokens that wait in it; and
/// what a receiver reads before any of it, on the outside port.
@RestController
class SsfStatusApi {
    private final Streams streams;
    private final Polls polls;
    private final Config config;

    SsfStatusApi(Streams streams, Polls polls, Config config) {
        this.streams = streams;
        this.polls = polls;
        this.config = config;
    }

    @Guard(value = Kind.SERVICE, scope = "ssf.read", limit = Limit.SERVICE)
    @GetMapping("/v1/ssf/status")
    Status status(@RequestParam("stream_id") UUID id, Service service) {
        return shown(streams.find(service.name(), id));
    }

    @Guard(value = Kind.SERVICE, scope = "ssf.manage", limit = Limit.SERVICE)
    @PostMapping("/v1/ssf/status")
    Status turn(@RequestBody NewStatus wanted, Service service) {
        return shown(streams.turn(
                service.name(),
                SsfViews.id(wanted.streamId()),
                state(wanted.status()),
                Objects.requireNonNullElse(wanted.reason(), "")));
    }

    private static State state(@Nullable String word) {
        return switch (Objects.requireNonNullElse(word, "")) {
            case "enabled" -> State.ON;
            case "paused" -> State.PAUSED;
            case "disabled" -> State.OFF;
            default -> throw new Refused(ErrorCode.BAD_REQUEST, "no status of a stream");
        };
    }

    private static Status shown(Receiver stream) {
        String word = switch (stream.state()) {
            case ON -> "enabled";
            case PAUSED -> "paused";
            case OFF -> "disabled";
        };
        return new Status(stream.id().toString(), word, stream.reason());
    }

    @Guard(value = Kind.SERVICE, scope = "ssf.manage", limit = Limit.SERVICE)
    @PostMapping("/v1/ssf/verification")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void verify(@RequestBody Verification wanted, Service service) {
        streams.verify(service.name(), SsfViews.id(wanted.streamId()), wanted.state());
    }

    @Guard(value = Kind.SERVICE, scope = "ssf.read", limit = Limit.SERVICE)
    @PostMapping("/v1/ssf/polls/{stream}")
    Polled poll(@PathVariable UUID stream, @RequestBody Poll poll, Service service) {
        Receiver receiver = streams.find(service.name(), stream);
        if (receiver.way() != Way.POLL) {
            throw new Refused(ErrorCode.NOT_FOUND, "tokens of this stream are pushed");
        }
        List<UUID> taken = Objects.requireNonNullElse(poll.ack(), List.<String>of()).stream()
                .map(SsfViews::id)
                .toList();
        var refused = new HashMap<UUID, String>();
        Objects.requireNonNullElse(poll.setErrs(), Map.<String, SsfViews.@Nullable PollError>of())
                .forEach((jti, error) -> refused.put(SsfViews.id(jti), told(error)));
        polls.acknowledge(receiver, taken, refused);
        var found = polls.next(
                receiver,
                Objects.requireNonNullElse(poll.maxEvents(), 100),
                !Objects.requireNonNullElse(poll.returnImmediately(), false));
        return new Polled(found.sets(), found.more());
    }

    /// RFC 8936 section 2.6: `err` must be there, `description` should.
    private static String told(SsfViews.@Nullable PollError error) {
        if (error == null || error.err() == null) {
            throw new Refused(ErrorCode.BAD_REQUEST, "an error without its code");
        }
        return error.description() == null ? error.err() : error.err() + ": " + error.description();
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/.well-known/ssf-configuration")
    SsfViews.Configuration configuration() {
        String inside = config.services().url().toString();
        return new SsfViews.Configuration(
                "1_0",
                config.origin().toString(),
                config.link(SigningKeys.PUBLISHED_AT),
                List.of(SsfViews.PUSH, SsfViews.POLL),
                inside + "/v1/ssf/streams",
                inside + "/v1/ssf/status",
                inside + "/v1/ssf/verification",
                List.of(Map.of("spec_urn", "urn:ietf:rfc:6749")),
                "ALL");
    }
}
