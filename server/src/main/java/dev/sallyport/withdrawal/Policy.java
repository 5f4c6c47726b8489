package dev.sallyport.withdrawal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What may leave an account and what it takes: the lines of `withdrawal/policy.tsv`, or of the
/// operator's own file. Every line that applies counts, and the gravest decides.
record Policy(List<Line> lines) {
    Policy {
        lines = List.copyOf(lines);
    }

    /// @param exit null for every one
    /// @param asset null for every one
    record Line(@Nullable Exit exit, @Nullable String asset, Measure measure, BigDecimal above, Demand asks) {
        private boolean names(Exit other, String otherAsset) {
            return (exit == null || exit == other) && (asset == null || asset.equals(otherAsset));
        }

        /// Any value at all is above nought: what is worth nothing to the exchange is still somebody's.
        private boolean applies(Case one) {
            if (!names(one.exit(), one.asset())) {
                return false;
            }
            BigDecimal measured = measure.of(one, part -> names(part.exit(), part.asset()));
            return above.signum() == 0 ? measured.signum() >= 0 : measured.compareTo(above) > 0;
        }
    }

    /// @param by the measures of the lines that asked for it, in their order; none where no line names it
    record Verdict(Demand demand, List<Measure> by) {}

    /// What this takes.
    ///
    /// @param waited it has been held for its time already
    Verdict judge(Case one, boolean waited) {
        // An asset that was forgotten, or that nobody has heard of, leaves by no line at all.
        if (lines.stream().noneMatch(line -> line.names(one.exit(), one.asset()))) {
            return new Verdict(Demand.REFUSE, List.of());
        }
        List<Line> applying = lines.stream()
                .filter(line -> line.applies(one) && !(waited && line.asks() == Demand.HOLD))
                .toList();
        Demand demand = applying.stream().map(Line::asks).reduce(Demand.NONE, Demand::gravest);
        List<Measure> by = applying.stream()
                .filter(line -> line.asks() == demand)
                .map(Line::measure)
                .distinct()
                .toList();
        return new Verdict(demand, by);
    }

    /// What came of reading a file.
    sealed interface Read {
        record Good(Policy policy) implements Read {}

        /// Every mistake in it, in sentences.
        record Bad(List<String> mistakes) implements Read {}
    }

    static Read read(List<String> text) {
        var lines = new ArrayList<Line>();
        var mistakes = new ArrayList<String>();
        for (int i = 0; i < text.size(); i++) {
            String line = text.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Optional<Line> read = line(line.split("\\s+"));
            int number = i + 1;
            read.ifPresentOrElse(
                    lines::add,
                    () -> mistakes.add(
                            "line " + number + " is not: exit, asset, what, above, asks, as in \"" + line + "\""));
        }
        // A file without lines would let everything out.
        if (mistakes.isEmpty() && lines.stream().noneMatch(l -> l.asks() != Demand.NONE)) {
            mistakes.add("no line asks for anything: everything would leave unasked");
        }
        return mistakes.isEmpty() ? new Read.Good(new Policy(lines)) : new Read.Bad(mistakes);
    }

    private static Optional<Line> line(String[] words) {
        if (words.length != 5 || !Asked.CODE.matcher(words[1].replace("*", "A")).matches()) {
            return Optional.empty();
        }
        Optional<Exit> exit = Exit.of(words[0]);
        Optional<Measure> measure = Measure.of(words[2]);
        Optional<BigDecimal> above = Decimal.readValue(words[3]);
        Optional<Demand> asks = Demand.of(words[4]);
        if ((exit.isEmpty() && !words[0].equals("*")) || measure.isEmpty() || above.isEmpty() || asks.isEmpty()) {
            return Optional.empty();
        }
        String asset = words[1].equals("*") ? null : words[1];
        return Optional.of(new Line(exit.orElse(null), asset, measure.get(), above.get(), asks.get()));
    }
}
