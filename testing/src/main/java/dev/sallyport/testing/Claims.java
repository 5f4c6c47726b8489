package dev.sallyport.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the sources and pages claim, checked against the rules while it is collected.
final class Claims {
    private final Rules rules;
    private final List<Mistake> mistakes;
    private final List<Proof> proofs = new ArrayList<>();

    Claims(Rules rules, List<Mistake> mistakes) {
        this.rules = rules;
        this.mistakes = mistakes;
    }

    /// A claim made by `annotation` at `line`; it is kept only when such a rule exists.
    void add(String annotation, Proof proof, long line) {
        if (check(annotation, proof, line)) {
            proofs.add(proof);
        }
    }

    /// The same for a claim that does not count, as on a disabled test.
    boolean check(String annotation, Proof proof, long line) {
        Optional<Rule> rule = rules.find(proof.rule());
        if (rule.isEmpty()) {
            mistake(
                    proof.file(),
                    line,
                    "@" + annotation + " names '" + proof.rule() + "', which is not in " + Rules.FILE);
            return false;
        }
        String right = rule.get().kind().annotation;
        if (!right.equals(annotation)) {
            mistake(proof.file(), line, proof.rule() + " is named with @" + right + ", not @" + annotation);
            return false;
        }
        return true;
    }

    void mistake(String file, long line, String what) {
        mistakes.add(new Mistake(file, line, what));
    }

    List<Proof> of(Rule rule) {
        return proofs.stream()
                .filter(proof -> proof.rule().equals(rule.id()))
                .distinct()
                .toList();
    }

    Rules rules() {
        return rules;
    }

    Set<Mistake> mistakes() {
        return new TreeSet<>(mistakes);
    }
}
