package dev.sallyport.signals;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.who.Secret;
import dev.sallyport.signals.Receiver.Way;
import dev.sallyport.signals.SsfViews.Asked;
import dev.sallyport.signals.SsfViews.Delivery;
import dev.sallyport.signals.SsfViews.Stream;
import dev.sallyport.wire.ErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Streams: made, read, changed and removed by their receivers (Shared Signals Framework 1.0 section
/// 8.1.1).
@RestController
class SsfApi {
    private final Streams streams;
    private final Config config;

    SsfApi(Streams streams, Config config) {
        this.streams = streams;
        this.config = config;
    }

    @Guard(value = Kind.SERVICE, scope = "ssf.manage", limit = Limit.SERVICE)
    @PostMapping("/v1/ssf/streams")
    @ResponseStatus(HttpStatus.CREATED)
    Stream create(@RequestBody Asked asked, Service service) {
        return shown(streams.create(service.name(), wanted(asked, null)));
    }

    /// One stream, or all of the caller's.
    @Guard(value = Kind.SERVICE, scope = "ssf.read", limit = Limit.SERVICE)
    @GetMapping("/v1/ssf/streams")
    Object read(@RequestParam(name = "stream_id", required = false) @Nullable UUID id, Service service) {
        return id == null
                ? streams.of(service.name()).stream().map(this::shown).toList()
                : shown(streams.find(service.name(), id));
    }

    /// Only what is named changes.
    @Guard(value = Kind.SERVICE, scope = "ssf.manage", limit = Limit.SERVICE)
    @PatchMapping("/v1/ssf/streams")
    Stream change(@RequestBody Asked asked, Service service) {
        return shown(streams.change(service.name(), SsfViews.id(asked.streamId()), before -> wanted(asked, before)));
    }

    /// What is not named is as if it had never been.
    @Guard(value = Kind.SERVICE, scope = "ssf.manage", limit = Limit.SERVICE)
    @PutMapping("/v1/ssf/streams")
    Stream replace(@RequestBody Asked asked, Service service) {
        return shown(streams.change(service.name(), SsfViews.id(asked.streamId()), before -> wanted(asked, null)));
    }

    @Guard(value = Kind.SERVICE, scope = "ssf.manage", limit = Limit.SERVICE)
    @DeleteMapping("/v1/ssf/streams")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@RequestParam("stream_id") UUID id, Service service) {
        streams.remove(service.name(), id);
    }

    /// @param before what holds where nothing is said; null for nothing
    private Streams.Wanted wanted(Asked asked, @Nullable Receiver before) {
        Delivery delivery = asked.delivery();
        List<String> requested = asked.eventsRequested();
        String description = asked.description();
        if (before == null) {
            return new Streams.Wanted(
                    url(delivery), secret(delivery), requested, Objects.requireNonNullElse(description, ""));
        }
        String url = before.way() == Way.POLL ? null : before.url();
        return new Streams.Wanted(
                delivery == null ? url : url(delivery),
                delivery == null ? streams.authorization(before) : secret(delivery),
                requested == null && !before.requested().isEmpty() ? before.requested() : requested,
                description == null ? before.description() : description);
    }

    private static @Nullable String url(@Nullable Delivery delivery) {
        String method = delivery == null || delivery.method() == null ? SsfViews.POLL : delivery.method();
        return switch (method) {
            case SsfViews.POLL -> null;
            case SsfViews.PUSH ->
                Objects.requireNonNullElse(Objects.requireNonNull(delivery).endpointUrl(), "");
            default -> throw new Refused(ErrorCode.BAD_REQUEST, "neither push nor poll");
        };
    }

    private static Secret secret(@Nullable Delivery delivery) {
        return new Secret(delivery == null ? null : delivery.authorizationHeader());
    }

    private Stream shown(Receiver stream) {
        boolean poll = stream.way() == Way.POLL;
        return new Stream(
                stream.id().toString(),
                config.origin().toString(),
                stream.audience(),
                Streams.supported(),
                stream.requested().isEmpty() ? Streams.supported() : stream.requested(),
                Streams.delivered(stream),
                new Delivery(
                        poll ? SsfViews.POLL : SsfViews.PUSH,
                        poll ? config.services().url() + "/v1/ssf/polls/" + stream.id() : stream.url(),
                        null),
                Streams.VERIFICATION_INTERVAL.toSeconds(),
                stream.description());
    }
}
