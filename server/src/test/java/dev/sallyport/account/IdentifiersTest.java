package dev.sallyport.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Proves("R-ID-1")
@Defends("A32")
class IdentifiersTest {
    private static final boolean LONG = Boolean.getBoolean("sallyport.long");
    private static final String HOME = "DE";

    private static Optional<String> canonical(String typed) {
        return Identifiers.read(typed, HOME).map(Identifier::text);
    }

    /// Letters that some mapping turns into others, marks, and what cannot be seen.
    private static final int[] TRICKY = {
        0x130, 0x131, 0x17F, 0x212A, 0xDF, 0x1E9E, 0xFB01, 0x1D2E, 0x212B, 0x1C5, 0x3C2, 0x2126, 0xAA, 0xBA, 0x149,
        0x1F0, 0x390, 0x587, 0x345, 0x307, 0x300, 0x301, 0x308, 0x327, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD,
        0x202E, 0x202D, 0x2066, 0x200E, 0x180E, 0x34F, 0x3164, 0xFF21, 0xFF41, 0xFF20, 0xFF0E, 0x3002, 0xFF61, 0x2024,
        0x430, 0x435, 0x43E, 0x440, 0x441, 0x445, 0x456, 0x3BF, 0x3B1, 0x1D41A, 0x1D5BA, 0x24D0, 0x2170, 0xE9, 0xFC,
        0xE000, 0xFFFD, 0x378, 0x10FFFF, 0x0, 0xA, 0xD, 0x20, 0xA0, 0x2028, 0x85, 0x5D0, 0x627, 0x661, 0x966
    };

    @Provide
    Arbitrary<String> addresses() {
        Arbitrary<String> ascii = Arbitraries.strings()
                .withChars("abcdekiKIELMsSzß.+-_'\"@ ")
                .ofMinLength(1)
                .ofMaxLength(8);
        Arbitrary<String> tricky = Arbitraries.of(
                        java.util.Arrays.stream(TRICKY).boxed().toList())
                .map(point -> new String(Character.toChars(point)));
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(3);
        Arbitrary<String> piece = Arbitraries.oneOf(ascii, ascii, tricky, any);
        Arbitrary<String> domain = Combinators.combine(
                        piece,
                        Arbitraries.of(
                                "examplex.com",
                                "EXAMPLEX.com",
                                "examplex\u3002com",
                                "ex\u00e4mplex.com",
                                "xn--exmplex-9wa.com",
                                "fa\u00df.de",
                                "\u0435xamplex.com",
                                "examplex.com.",
                                "1.2.3.4"))
                .as((a, b) -> a.isBlank() || a.length() < 4 ? b : a + "." + b);
        return Combinators.combine(piece, piece, domain).as((a, b, c) -> a + b + "@" + c);
    }

    @Property(tries = 20_000, shrinking = ShrinkingMode.BOUNDED)
    void makingTheFormAgainChangesNothing(@ForAll("addresses") String typed) {
        canonical(typed).ifPresent(once -> {
            assertThat(canonical(once)).as("%s", typed).contains(once);
            // Whatever a database, a mailer or another service does to it on the way leads back to the same one.
            for (Normalizer.Form form : Normalizer.Form.values()) {
                canonical(Normalizer.normalize(once, form))
                        .ifPresent(again -> assertThat(again).isEqualTo(once));
            }
            assertThat(canonical(once.toUpperCase(Locale.ROOT)).orElse(once)).isEqualTo(once);
        });
    }

    private static final List<String> ORIGINALS = List.of(
            "kiss.fisk@examplex.com",
            "iris@examplex.com",
            "strasse@examplex.com",
            "abc.ff@mail.examplex.com",
            "beatrix.kessler+casino@examplex.com",
            "felix_steffi-1@betrieb.examplex.com");

    /// Look-alikes of a try: with the tries below a million in the long form, a hundred thousand in the short one.
    private static final int AT_ONCE = LONG ? 10 : 1;

    private final Map<Long, Long> spellings = new HashMap<>();
    private final int[] counts = new int[2];

    record LookAlike(String original, String twin) {}

    @Provide
    Arbitrary<List<LookAlike>> lookAlikes() {
        return Arbitraries.randomValue(random -> {
                    String original =
                            random.nextBoolean() ? ORIGINALS.get(random.nextInt(ORIGINALS.size())) : word(random);
                    return new LookAlike(original, mutate(original, random));
                })
                .list()
                .ofSize(AT_ONCE);
    }

    /// Of letters that have look-alikes.
    private static String word(Random random) {
        var local = new StringBuilder();
        for (int n = 4 + random.nextInt(6); n > 0; n--) {
            local.append("kisfabcext".charAt(random.nextInt(10)));
        }
        return local + "@examplex.com";
    }

    /// What one person's address could be turned into by a stranger: each spelling leads to the same form
    /// only when it is the same address in another case or composition, and to nowhere or to another form
    /// otherwise. What each form was first spelled like is remembered to the end.
    @Property(tries = 100_000, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void noLookAlikeReachesAnotherAccount(@ForAll("lookAlikes") List<LookAlike> all) {
        all.forEach(one -> reachesNobody(one.original(), one.twin()));
    }

    private void reachesNobody(String original, String twin) {
        Optional<String> found = canonical(twin);
        counts[found.isPresent() ? 1 : 0]++;
        if (found.isEmpty()) {
            return;
        }
        String plain = decompose(twin);
        if (found.get().equals(original)) {
            // Only another case of the same letters may lead here, and for a domain what UTS 46 says is the same.
            String local = twin.substring(0, twin.lastIndexOf('@')).strip();
            assertThat(local.toLowerCase(Locale.ROOT))
                    .as(twin)
                    .isEqualTo(original.substring(0, original.lastIndexOf('@')));
        }
        Long before = spellings.putIfAbsent(hash(found.get()), hash(plain));
        if (before != null) {
            assertThat(before).as("two addresses, one form: %s", twin).isEqualTo(hash(plain));
        }
    }

    @AfterProperty
    void whatWasTriedWasWorthTrying() {
        int tries = counts[0] + counts[1];
        if (tries > 0) {
            System.out.printf(
                    "%,d look-alikes: %,d refused, %,d taken, %,d forms%n",
                    tries, counts[0], counts[1], spellings.size());
            assertThat(tries).isGreaterThanOrEqualTo(LONG ? 1_000_000 : 100_000);
            assertThat(counts[0]).as("refused").isGreaterThan(tries / 10);
            assertThat(counts[1]).as("taken").isGreaterThan(tries / 10);
        }
    }

    /// Eight bytes for each, so that there is room for all: of a million, two have the same by chance in one of
    /// thirty million runs.
    private static long hash(String text) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The address as whoever reads mail would tell it apart: the local part in NFC and lower case, the
    /// domain by its A-label.
    private static String decompose(String twin) {
        int at = twin.strip().lastIndexOf('@');
        String local = Normalizer.normalize(twin.strip().substring(0, at), Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT);
        String domain = canonical("a@" + twin.strip().substring(at + 1)).orElse("?");
        return local + domain;
    }

    private static final Map<Character, String> TWINS = Map.of(
            'k', "\u212a\u043a\u03ba\uff4b",
            'i', "\u0131\u0130\u0456\u2170\uff49",
            's', "\u017f\u0455\uff53",
            'f', "\ufb01\ufb00\uff46",
            'a', "\u0430\u03b1\uff41\u00aa",
            'b', "\u1d2e\u0432\uff42",
            'c', "\u0441\uff43\u217d",
            'e', "\u0435\uff45\u212e",
            'x', "\u0445\u03c7\uff58\u2179",
            't', "\u0442\uff54");

    private static String mutate(String original, Random random) {
        var text = new StringBuilder(original);
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(text.length());
            char here = text.charAt(at);
            switch (random.nextInt(6)) {
                case 0 -> text.setCharAt(at, Character.toUpperCase(here));
                case 1, 2 -> {
                    String twins = TWINS.getOrDefault(here, String.valueOf(Character.toUpperCase(here)));
                    text.setCharAt(at, twins.charAt(random.nextInt(twins.length())));
                }
                case 3 -> text.insert(at, new String(Character.toChars(TRICKY[random.nextInt(TRICKY.length)])));
                case 4 -> text.setCharAt(at, (char) ('a' + random.nextInt(26)));
                default -> text.insert(at, (char) ('0' + random.nextInt(10)));
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m\u0131ke@examplex.com",
                "\u0130ris@examplex.com",
                "ki\u017fs@examplex.com",
                "\u212aim@examplex.com",
                "stra\u00dfe@examplex.com",
                "\ufb01sk@examplex.com",
                "\u1d2eob@examplex.com",
                "\uff41bc@examplex.com",
                "a\u200bb@examplex.com",
                "a\u202eb@examplex.com",
                "a\u00adb@examplex.com",
                "a\u2060b@examplex.com",
                "p\u0430ypal@examplex.com",
                "a\u0000b@examplex.com",
                "a b@examplex.com",
                "\"a b\"@examplex.com",
                "a@b@examplex.com",
                "a@examplex",
                "a@127.0.0.1",
                "a@[127.0.0.1]",
                "@examplex.com",
                "a@",
                "a..b@examplex.com",
                ".a@examplex.com",
                "a@-examplex.com",
                "a@ex_amplex.com",
                "a@examplex.com\u0000",
                "<a@examplex.com>",
                "a,b@examplex.com",
                "\ud800@examplex.com"
            })
    void whatImitatesHidesOrBreaksIsNoAddress(String typed) {
        assertThat(canonical(typed)).isEmpty();
    }

    @Test
    @Defends("A34")
    void aLineBreakIsNoPartOfAnAddress() {
        for (char broken : new char[] {13, 10, 0x85, 0x2028, 0}) {
            assertThat(canonical("a" + broken + "bcc:x@examplex.com")).isEmpty();
            assertThat(canonical("a@exam" + broken + "plex.com")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Anna.Smith@EXAMPLEX.com,      anna.smith@examplex.com",
        "a+tag@examplex.com,           a+tag@examplex.com",
        "a@fa\u00df.de,                a@xn--fa-hia.de",
        "a@b\u00fccher.examplex.com,   a@xn--bcher-kva.examplex.com",
        "a@BU\u0308CHER.examplex.com,  a@xn--bcher-kva.examplex.com",
        "a@examplex\u3002com,          a@examplex.com",
        "a@\uff45xamplex.com,          a@examplex.com",
        "a@\u200bexamplex.com,         a@examplex.com",
        "J\u00d6RG@examplex.com,       j\u00f6rg@examplex.com",
        "jo\u0308rg@examplex.com,      j\u00f6rg@examplex.com",
        "\u0438\u0432\u0430\u043d@examplex.com, \u0438\u0432\u0430\u043d@examplex.com",
    })
    void oneAddressHasOneForm(String typed, String form) {
        assertThat(canonical(typed)).contains(form);
    }

    @ParameterizedTest
    @CsvSource({
        "+49 151 23456789,    +4915123456789",
        "0151 23456789,       +4915123456789",
        "0049 151 2345 6789,  +4915123456789",
        "(0151) 23456789,     +4915123456789",
        "+49-151-23456789,    +4915123456789",
        "+1 201-555-0123,     +12015550123",
    })
    @Proves("R-ID-4")
    void aNumberIsItsE164Form(String typed, String form) {
        assertThat(canonical(typed)).contains(form);
        assertThat(canonical(form)).contains(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "112",
                "+49 30 12345",
                "+49 900 1234567",
                "+49 151 2345678901234567",
                "++4915123456789",
                "+49 151 2345678a",
                "\u0660\u0661\u0665\u0661 23456789",
                "+\uff14\uff1915123456789",
                "+999 123456789",
                "tel:+4915123456789",
                "+4915123456789;ext=5",
                "+49 800 1234567"
            })
    void whatIsNoMobileNumberIsRefused(String typed) {
        assertThat(canonical(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna@\u0435xamplex.com",
                "anna@xn--xamplex-6gg.com",
                "a%b@\u0435xamplex.com",
                "\u0430\u0441\u0430@examplex.com",
                "\u03bf@examplex.com"
            })
    void whatLooksLikeAsciiAndIsNotIsRefusedForItsLooks(String typed) {
        assertThat(canonical(typed)).isEmpty();
        assertThat(Identifiers.imitates(typed)).isTrue();
        assertThat(Identifiers.imitates("\u0437" + typed)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna@examplex.com", "no address", "p\u0430ypal@examplex.com", "a\u200bb@examplex.com", ""})
    void whatIsRefusedForAnotherReasonIsNotRefusedForItsLooks(String typed) {
        assertThat(Identifiers.imitates(typed)).isFalse();
    }

    @Test
    void addressesThatLookAlikeHaveOneSkeletonAndTwoForms() {
        Identifier one = Identifiers.read("\u0434\u0463@examplex.com", HOME).orElseThrow();
        Identifier twin = Identifiers.read("\u0434\u048d@examplex.com", HOME).orElseThrow();
        assertThat(twin.text()).isNotEqualTo(one.text());
        assertThat(twin.skeleton()).isEqualTo(one.skeleton());
        assertThat(twin.plain()).isFalse();
    }

    private static Identifier mail(String text) {
        return new Identifier(Identifier.Kind.MAIL, text, text, true);
    }

    @Test
    void addressesOfOneHolderThatLookAlikeShowAsMuchMoreAsTellsThemApart() {
        var carol = mail("carol@mail.examplex.com");
        assertThat(carol.maskedAmong(List.of())).isEqualTo("c…@mail.examplex.com");
        assertThat(carol.maskedAmong(List.of(mail("carol@examplex.com")))).isEqualTo("c…@mail.examplex.com");
        assertThat(carol.maskedAmong(List.of(mail("carla@mail.examplex.com")))).isEqualTo("c…l@mail.examplex.com");
        assertThat(mail("carol1@mail.examplex.com").maskedAmong(List.of(mail("carol2@mail.examplex.com"))))
                .isEqualTo("c…1@mail.examplex.com");
        assertThat(mail("ab@mail.examplex.com").maskedAmong(List.of(mail("abc@mail.examplex.com"))))
                .isEqualTo("a…b@mail.examplex.com");
        var number = new Identifier(Identifier.Kind.PHONE, "+4915112345678", "", true);
        var other = new Identifier(Identifier.Kind.PHONE, "+4915112345578", "", true);
        assertThat(number.maskedAmong(List.of(other))).isEqualTo("+49 … 678");
    }
}
