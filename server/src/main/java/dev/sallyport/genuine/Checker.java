package dev.sallyport.genuine;

import dev.sallyport.base.config.Config;
import dev.sallyport.genuine.Verdict.Kind;
import dev.sallyport.genuine.Verdict.Reason;
import dev.sallyport.notices.SentMessages;
import dev.sallyport.notices.SentMessages.Sent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/// Answers "is this really us?" for whatever somebody pastes: a link, a mail address, a number, a name, the code of a
/// message, or a message as a whole, be it the source of a mail. Nothing that is pasted is kept.
@Component
public final class Checker {
    /// The most that is taken: characters of a message (R-PHI-1).
    public static final int LONGEST = 262_144;

    private static final Pattern CODE = Pattern.compile("(?i)[0-9A-Z]{4}[- ]?[0-9A-Z]{4}");
    private static final Pattern HANDLE = Pattern.compile("@[^\\s@/]{1,60}");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9 ()./\u00a0-]{7,30}");

    private final Channels channels;
    private final LinkJudge links;
    private final AddressJudge addresses;
    private final Phrases phrases = Phrases.shipped();
    private final SentMessages sent;

    Checker(Config config, SentMessages sent) {
        this.channels = Channels.of(config);
        var official = new Official(channels.hosts());
        this.links = new LinkJudge(official);
        this.addresses = new AddressJudge(channels, official, links);
        this.sent = sent;
    }

    /// @param kind the gravest of all that was found
    /// @param codes what we know of the codes that stand in it
    /// @param cut whether more stands in it than was looked at
    record Answer(Asked asked, Kind kind, List<Finding> findings, Set<Flag> flags, List<Looked> codes, boolean cut) {
        Answer {
            findings = List.copyOf(findings);
            codes = List.copyOf(codes);
        }
    }

    /// @param sent empty when we know no such message, or no longer
    record Looked(String code, Optional<Sent> sent) {}

    Channels channels() {
        return channels;
    }

    /// @param text at most [#LONGEST] characters, not blank
    Answer check(String text) {
        String asked = text.strip();
        if (HANDLE.matcher(asked).matches()) {
            return one(Asked.HANDLE, asked, addresses.handle(asked));
        }
        if (CODE.matcher(asked).matches() && asked.chars().anyMatch(Character::isDigit)) {
            Looked looked = look(asked);
            // Eight signs may as well be a telephone number or a word; only what we know, or what is written as ours
            // are, is taken for a code.
            if (looked.sent().isPresent() || asked.indexOf('-') == 4) {
                return new Answer(Asked.CODE, Kind.UNKNOWN, List.of(), Set.of(), List.of(looked), false);
            }
        }
        if (PHONE.matcher(asked).matches() && addresses.canonical(asked).isPresent()) {
            return one(Asked.PHONE, asked, addresses.phone(asked));
        }
        if (asked.chars().noneMatch(MessageReader::isBlank)) {
            return asked.indexOf('/') < 0 && MessageReader.isMail(asked)
                    ? one(Asked.MAIL, asked, addresses.mail(asked))
                    : one(Asked.LINK, asked, links.of(asked));
        }
        return message(asked);
    }

    /// Browsers leave tabs and line ends out of a link (U5). What would lead somewhere bad without them is said; that
    /// it
    /// would be ours never is, because a message can begin with a link of ours.
    private Optional<Finding> brokenLink(String text) {
        if (text.length() > Link.LONGEST || text.indexOf(' ') >= 0 || text.indexOf(':') < 0) {
            return Optional.empty();
        }
        Verdict verdict = links.of(text);
        return verdict.kind() == Kind.LOOK_ALIKE || verdict.is(Reason.OTHER_SCHEME)
                ? Optional.of(new Finding(Asked.LINK, text, verdict))
                : Optional.empty();
    }

    private static Answer one(Asked what, String text, Verdict verdict) {
        return new Answer(what, verdict.kind(), List.of(new Finding(what, text, verdict)), Set.of(), List.of(), false);
    }

    private Looked look(String code) {
        return new Looked(SentMessages.canonical(code), sent.byCode(code));
    }

    private Answer message(String text) {
        var findings = new ArrayList<Finding>();
        var reader = new MessageReader();
        String words = text;
        if (MailSource.isOne(text)) {
            MailSource mail = MailSource.read(text);
            words = mail.text();
            mail.senders().forEach(sender -> findings.add(sender(sender)));
            mail.links().forEach(link -> reader.link(link.target(), link.label()));
        }
        brokenLink(text).ifPresent(findings::add);
        MessageReader.Read read = reader.text(words).read(phrases, words);
        for (MessageReader.Found found : read.found()) {
            found(found).ifPresent(findings::add);
        }
        var flags = EnumSet.noneOf(Flag.class);
        flags.addAll(read.flags());
        return new Answer(
                Asked.MESSAGE,
                gravest(findings, flags),
                findings,
                flags,
                read.codes().stream().map(this::look).toList(),
                read.cut());
    }

    /// A name of ours over an address that is not.
    private Finding sender(MailSource.Sender sender) {
        Verdict verdict = addresses.mail(sender.address());
        String written = sender.name().isEmpty() ? sender.address() : sender.name() + " <" + sender.address() + ">";
        if (verdict.kind() != Kind.OFFICIAL && verdict.kind() != Kind.LOOK_ALIKE) {
            Optional<Brand> brand = addresses.carried(sender.name());
            if (brand.isPresent()) {
                verdict = new Verdict(
                        Kind.LOOK_ALIKE, verdict.shown(), brand.map(b -> b.domain), List.of(Reason.NAME_SHOWN));
            }
        }
        return new Finding(Asked.MAIL, written, verdict);
    }

    private Optional<Finding> found(MessageReader.Found found) {
        return switch (found.what()) {
            case LINK -> Optional.of(new Finding(Asked.LINK, found.text(), linkUnder(found)));
            case MAIL -> Optional.of(new Finding(Asked.MAIL, found.text(), addresses.mail(found.text())));
            case PHONE -> Optional.of(new Finding(Asked.PHONE, found.text(), addresses.phone(found.text())));
            // People's names in a message say nothing; those that are like ours do.
            case HANDLE ->
                Optional.of(new Finding(Asked.HANDLE, found.text(), addresses.handle(found.text())))
                        .filter(f -> f.verdict().kind() != Kind.UNKNOWN);
            case CODE, MESSAGE -> Optional.empty();
        };
    }

    /// The words over a link may name another place than the link leads to (U21).
    private Verdict linkUnder(MessageReader.Found found) {
        Verdict verdict = links.of(found.text());
        boolean namesAPlace = found.label().indexOf(' ') < 0 && found.label().indexOf('.') > 0;
        if (namesAPlace
                && Link.read(found.label()) instanceof Link.Reading.Read(Link label)
                && Link.read(found.text()) instanceof Link.Reading.Read(Link target)
                && Suffixes.isListed(label.host())
                && !domain(label).equals(domain(target))) {
            var reasons = new ArrayList<>(verdict.reasons());
            reasons.addFirst(Reason.TEXT_AND_TARGET);
            Kind kind =
                    verdict.kind() == Kind.LOOK_ALIKE || links.of(found.label()).kind() == Kind.OFFICIAL
                            ? Kind.LOOK_ALIKE
                            : Kind.SUSPICIOUS;
            return new Verdict(kind, verdict.shown(), verdict.target().or(() -> Optional.of(label.shown())), reasons);
        }
        return verdict;
    }

    private static String domain(Link link) {
        return Suffixes.of(link.host()).map(Suffixes.Registered::domain).orElse(link.host());
    }

    /// A message is never official: a sender can be forged, and words be copied.
    private static Kind gravest(List<Finding> findings, Set<Flag> flags) {
        if (findings.stream().anyMatch(f -> f.verdict().kind() == Kind.LOOK_ALIKE)) {
            return Kind.LOOK_ALIKE;
        }
        boolean suspicious = findings.stream().anyMatch(f -> f.verdict().kind() == Kind.SUSPICIOUS);
        return suspicious || !flags.isEmpty() ? Kind.SUSPICIOUS : Kind.UNKNOWN;
    }
}
