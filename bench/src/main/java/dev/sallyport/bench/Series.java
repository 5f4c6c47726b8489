package dev.sallyport.bench;

import java.util.Arrays;

/// Numbers and what stands in their middle.
final class Series {
    private Series() {}

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length == 0
                ? Double.NaN
                : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The median of the rounds' own ratios: both sides of each were measured next to each other.
    static double medianRatio(double[] ours, double[] floor) {
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, i -> ours[i] / floor[i]);
        return median(ratios);
    }

    /// @param share such as 0.99
    static double percentile(double[] values, double share) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
