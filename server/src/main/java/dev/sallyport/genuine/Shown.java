package dev.sallyport.genuine;

import dev.sallyport.genuine.Verdict.Kind;
import dev.sallyport.notices.SentMessages.Sent;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The same words for pages and JSON.
final class Shown {
    /// What messages are about, by the first word of their kind; of anything else we say "your account".
    private static final Set<String> ABOUT = Set.of(
            "signup",
            "signin",
            "password",
            "passkey",
            "totp",
            "recoverycode",
            "messagecode",
            "contact",
            "session",
            "sessions",
            "device",
            "stepup",
            "apikey",
            "oauth",
            "withdrawal",
            "lock",
            "account");

    private Shown() {}

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String about(String kind) {
        int dot = kind.indexOf('.');
        String first = dot < 0 ? kind : kind.substring(0, dot);
        return ABOUT.contains(first) ? first : "account";
    }

    static GenuineViews.Answer of(Checker.Answer answer) {
        return new GenuineViews.Answer(
                word(answer.kind()),
                answer.asked().word(),
                // The worst first: it is what the reader must see.
                answer.findings().stream()
                        .sorted(java.util.Comparator.comparingInt(
                                f -> gravity(f.verdict().kind())))
                        .map(Shown::thing)
                        .toList(),
                answer.flags().stream().map(Flag::word).sorted().toList(),
                answer.codes().stream().map(Shown::code).toList(),
                answer.cut());
    }

    private static int gravity(Kind kind) {
        return switch (kind) {
            case LOOK_ALIKE -> 0;
            case SUSPICIOUS -> 1;
            case UNKNOWN -> 2;
            case OFFICIAL -> 3;
        };
    }

    private static GenuineViews.Thing thing(Finding finding) {
        Verdict verdict = finding.verdict();
        return new GenuineViews.Thing(
                finding.what().word(),
                word(verdict.kind()),
                finding.written(),
                verdict.shown(),
                verdict.target().orElse(null),
                verdict.reasons().stream().map(Shown::word).toList());
    }

    private static GenuineViews.Code code(Checker.Looked looked) {
        Sent sent = looked.sent().orElse(null);
        return new GenuineViews.Code(
                looked.code(),
                sent == null ? null : about(sent.kind()),
                sent == null ? null : word(sent.channel()),
                sent == null ? null : sent.at());
    }

    static GenuineViews.Ours of(Channels channels) {
        return new GenuineViews.Ours(
                List.copyOf(channels.hosts()),
                List.copyOf(channels.mail()),
                List.copyOf(channels.phones()),
                channels.handles().stream()
                        .map(h -> h.network() + ": @" + h.name())
                        .toList(),
                channels.apps());
    }
}
