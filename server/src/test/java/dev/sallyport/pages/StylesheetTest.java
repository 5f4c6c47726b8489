package dev.sallyport.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The colours of the stylesheet, by the formulas of WCAG 2.2 (relative luminance, contrast ratio).
class StylesheetTest {
    private static final Pattern TOKEN = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});");

    /// Text on its ground: 4.5 to 1 (success criterion 1.4.3).
    private static final List<List<String>> WORDS = List.of(
            List.of("ink", "page"),
            List.of("ink", "wall"),
            List.of("ink", "surface"),
            List.of("ink", "tint"),
            List.of("muted", "page"),
            List.of("muted", "wall"),
            List.of("muted", "surface"),
            List.of("muted", "tint"),
            List.of("accent", "page"),
            List.of("accent", "wall"),
            List.of("accent", "surface"),
            List.of("accent", "tint"),
            List.of("accent-strong", "page"),
            List.of("accent-strong", "surface"),
            List.of("accent-strong", "tint"),
            List.of("on-accent", "accent"),
            List.of("on-accent", "accent-strong"),
            List.of("danger", "surface"),
            List.of("danger-ink", "danger-tint"),
            List.of("on-danger", "danger"),
            List.of("on-danger", "danger-strong"),
            List.of("warning-ink", "warning-tint"),
            List.of("info-ink", "info-tint"));

    /// Borders of fields, rings, icons and the meter against what they stand on: 3 to 1 (1.4.11, 2.4.13).
    private static final List<List<String>> SHAPES = List.of(
            List.of("edge", "surface"),
            List.of("edge", "page"),
            List.of("focus", "surface"),
            List.of("focus", "page"),
            List.of("focus", "wall"),
            List.of("focus", "tint"),
            List.of("focus", "danger-tint"),
            List.of("danger", "danger-tint"),
            List.of("warning", "warning-tint"),
            List.of("warning", "surface"),
            List.of("info", "info-tint"),
            List.of("danger", "line"),
            List.of("warning", "line"),
            List.of("accent", "line"));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyWordCanBeReadOnItsGround(boolean dark) throws IOException {
        Map<String, String> tokens = tokens(dark);
        assertThat(WORDS).allSatisfy(pair -> assertThat(contrast(tokens, pair)).isGreaterThanOrEqualTo(4.5));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyShapeCanBeSeenOnItsGround(boolean dark) throws IOException {
        Map<String, String> tokens = tokens(dark);
        assertThat(SHAPES).allSatisfy(pair -> assertThat(contrast(tokens, pair)).isGreaterThanOrEqualTo(3.0));
    }

    @Test
    void darkNamesEveryColourThatLightNames() throws IOException {
        assertThat(colours(darkBlock()).keySet())
                .isEqualTo(colours(lightBlock()).keySet());
    }

    @Test
    void coloursStandOnlyInTokensAndInPrint() throws IOException {
        String css = css();
        String rules = css.substring(css.indexOf("/* ground */"), css.indexOf("@media print"));
        assertThat(rules.replace("#000", "")).doesNotContainPattern("#[0-9a-fA-F]{3,8}\\b|rgb\\(|hsl\\(");
    }

    @Test
    void theFormulaGivesWhatTheStandardGives() {
        assertThat(contrast("#000000", "#ffffff")).isEqualTo(21.0);
        assertThat(contrast("#767676", "#ffffff")).isBetween(4.54, 4.55);
    }

    private static Map<String, String> tokens(boolean dark) throws IOException {
        return colours(dark ? darkBlock() : lightBlock());
    }

    private static String lightBlock() throws IOException {
        String css = css();
        return css.substring(0, css.indexOf("@media (prefers-color-scheme: dark)"));
    }

    private static String darkBlock() throws IOException {
        String css = css();
        return css.substring(css.indexOf("@media (prefers-color-scheme: dark)"), css.indexOf("/* ground */"));
    }

    private static Map<String, String> colours(String block) {
        var colours = new HashMap<String, String>();
        TOKEN.matcher(block).results().forEach(token -> colours.put(token.group(1), token.group(2)));
        return colours;
    }

    private static double contrast(Map<String, String> tokens, List<String> pair) {
        return contrast(
                Objects.requireNonNull(tokens.get(pair.getFirst()), pair.getFirst()),
                Objects.requireNonNull(tokens.get(pair.getLast()), pair.getLast()));
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static String css() throws IOException {
        try (var in = Objects.requireNonNull(
                StylesheetTest.class.getResourceAsStream("/assets/sallyport.css"), "the stylesheet")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
