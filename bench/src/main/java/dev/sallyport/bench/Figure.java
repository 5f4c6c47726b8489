package dev.sallyport.bench;

import org.jspecify.annotations.Nullable;

/// One measured number.
///
/// @param floor what it was measured against; null for a number that stands alone
/// @param ratio how we stand against the floor, as the goal counts it: the median of the rounds' own ratios;
///     null without a floor
/// @param goal such as `>= 0.7 x`, said of the ratio if there is one, else of the value; null for a number
///     that is only told
/// @param met whether the goal was reached; true without one
public record Figure(
        String name,
        double value,
        String unit,
        @Nullable Floor floor,
        @Nullable Double ratio,
        @Nullable String goal,
        boolean met) {

    /// What something is compared with, in the same unit.
    public record Floor(String name, double value) {}

    /// A number that is only told.
    static Figure told(String name, double value, String unit) {
        return new Figure(name, value, unit, null, null, null, true);
    }

    /// A number that is told beside what it is compared with.
    static Figure told(String name, double value, String unit, Floor floor, double ratio) {
        return new Figure(name, value, unit, floor, ratio, null, true);
    }

    static Figure atMost(String name, double value, String unit, double goal) {
        return new Figure(name, value, unit, null, null, "<= " + plain(goal) + " " + unit, value <= goal);
    }

    static Figure atLeast(String name, double value, String unit, double goal) {
        return new Figure(name, value, unit, null, null, ">= " + plain(goal) + " " + unit, value >= goal);
    }

    static Figure ratioAtLeast(String name, double value, String unit, Floor floor, double ratio, double goal) {
        return new Figure(name, value, unit, floor, ratio, ">= " + plain(goal) + " x", ratio >= goal);
    }

    static Figure ratioAtMost(String name, double value, String unit, Floor floor, double ratio, double goal) {
        return new Figure(name, value, unit, floor, ratio, "<= " + plain(goal) + " x", ratio <= goal);
    }

    /// Something that could not be measured, which is a miss and never a pass.
    static Figure missing(String name, String goal) {
        return new Figure(name, Double.NaN, "", null, null, goal, false);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
