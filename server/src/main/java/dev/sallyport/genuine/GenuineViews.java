package dev.sallyport.genuine;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the pages show.
public final class GenuineViews {
    private GenuineViews() {}

    /// @param answer null before anything was asked
    public record Ask(String text, @Nullable Answer answer, Ours ours, Mistakes mistakes) {}

    /// @param kind `official`, `look-alike`, `suspicious` or `unknown`
    /// @param asked `link`, `mail`, `phone`, `handle`, `code` or `message`
    public record Answer(
            String kind, String asked, List<Thing> things, List<String> flags, List<Code> codes, boolean cut) {}

    /// @param shown as it may be shown; empty where nothing of it may be
    /// @param target what of ours it imitates, null for nothing
    /// @param reasons such as `letter-missing`
    public record Thing(
            String what,
            String kind,
            String written,
            String shown,
            @Nullable String target,
            List<String> reasons) {}

    /// @param about what the message told of, such as `password`; null when we know no such message
    /// @param channel `mail` or `sms`
    public record Code(
            String code,
            @Nullable String about,
            @Nullable String channel,
            @Nullable Instant at) {}

    /// The ways by which we reach people.
    public record Ours(
            List<String> hosts, List<String> mail, List<String> phones, List<String> handles, List<String> apps) {}

    /// What we sent to one holder.
    public record Register(
            List<Line> lines,
            @Nullable String newer,
            @Nullable String older) {}

    /// @param about what it told of, in a word that names nobody, such as `password`
    public record Line(String code, String about, String channel, String to, Instant at, String state) {}
}
