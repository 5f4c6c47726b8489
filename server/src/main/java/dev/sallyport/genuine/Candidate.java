package dev.sallyport.genuine;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;

/// A domain that somebody registered, prepared once for being compared with all names of ours.
///
/// @param label what stands before the suffix, in its own letters
/// @param glance the same as a reader takes it at a glance
/// @param sound the same as one hears it
record Candidate(Suffixes.Registered registered, String label, String glance, String sound) {
    private static final IDNA UTS_46 = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_UNICODE);
    private static final Normalizer2 DECOMPOSE = Normalizer2.getNFDInstance();

    static Candidate of(Suffixes.Registered registered) {
        String label = unicode(registered.label());
        return new Candidate(registered, label, Letters.atAGlance(label), Sounds.of(label));
    }

    /// One label or several, in their own letters.
    static String unicode(String labels) {
        if (!labels.contains("xn--")) {
            return labels;
        }
        var unicode = new StringBuilder();
        UTS_46.nameToUnicode(labels, unicode, new IDNA.Info());
        return unicode.toString();
    }

    boolean isAscii() {
        return label.chars().allMatch(c -> c < 0x80);
    }

    /// Latin letters below their accents and dots.
    boolean hasMarksOnly() {
        return DECOMPOSE
                .normalize(label)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .allMatch(c -> c < 0x80);
    }
}
