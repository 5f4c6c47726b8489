package dev.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The repository's own page. It reads the other modules' sources, not their classes, so it does not matter
/// which of them is built already.
class ProvenDocIsTrueTest {
    @Test
    void pageOfThisRepositoryIsTrue() throws IOException {
        ProvenDoc.Outcome outcome = ProvenDoc.check(ProvenDoc.rootAround(Path.of("")));
        switch (outcome) {
            case ProvenDoc.Outcome.True() -> {}
            case ProvenDoc.Outcome.Stale() ->
                throw new AssertionError("docs/proven.md is stale. Refresh it: " + ProvenDoc.REFRESH);
            case ProvenDoc.Outcome.Wrong(var mistakes) -> assertThat(mistakes).isEmpty();
        }
    }
}
