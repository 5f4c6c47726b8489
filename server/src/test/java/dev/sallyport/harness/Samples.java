package dev.sallyport.harness;

import java.util.Arrays;

/// Asks whether two samples can be told apart: two tests that assume nothing about how times are spread. A
/// small p means that they can.
public final class Samples {
    private Samples() {}

    /// Two-sample Kolmogorov–Smirnov test: sees any difference in shape. The asymptotic p-value, with
    /// Stephens' correction.
    public static double kolmogorovSmirnov(double[] a, double[] b) {
        double[] x = a.clone();
        double[] y = b.clone();
        Arrays.sort(x);
        Arrays.sort(y);
        double most = 0;
        int i = 0;
        int j = 0;
        while (i < x.length && j < y.length) {
            double at = Math.min(x[i], y[j]);
            while (i < x.length && x[i] <= at) {
                i++;
            }
            while (j < y.length && y[j] <= at) {
                j++;
            }
            most = Math.max(most, Math.abs((double) i / x.length - (double) j / y.length));
        }
        double n = Math.sqrt((double) x.length * y.length / (x.length + y.length));
        double lambda = (n + 0.12 + 0.11 / n) * most;
        if (lambda < 0.2) {
            return 1;
        }
        double sum = 0;
        for (int k = 1; k <= 100; k++) {
            sum += 2 * (k % 2 == 1 ? 1 : -1) * Math.exp(-2.0 * k * k * lambda * lambda);
        }
        return Math.clamp(sum, 0, 1);
    }

    /// Mann–Whitney U test: sees whether one tends to be greater. Normal approximation with correction for
    /// ties.
    public static double mannWhitney(double[] a, double[] b) {
        int n = a.length + b.length;
        var all = new double[n][2];
        for (int i = 0; i < n; i++) {
            all[i][0] = i < a.length ? a[i] : b[i - a.length];
            all[i][1] = i < a.length ? 1 : 0;
        }
        Arrays.sort(all, (p, q) -> Double.compare(p[0], q[0]));
        double ranks = 0;
        double ties = 0;
        for (int i = 0; i < n; ) {
            int j = i;
            while (j < n && all[j][0] == all[i][0]) {
                j++;
            }
            double rank = (i + 1 + j) / 2.0;
            for (int k = i; k < j; k++) {
                ranks += all[k][1] * rank;
            }
            double t = j - i;
            ties += t * t * t - t;
            i = j;
        }
        double u = ranks - a.length * (a.length + 1.0) / 2;
        double mean = a.length * (double) b.length / 2;
        double deviation = Math.sqrt(a.length * (double) b.length / 12 * (n + 1 - ties / (n * (n - 1.0))));
        double z = (Math.abs(u - mean) - 0.5) / deviation;
        return Math.clamp(2 * (1 - normal(Math.max(0, z))), 0, 1);
    }

    /// Abramowitz and Stegun 26.2.17; off by less than 1e-7.
    private static double normal(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double tail = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return 1 - Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * tail;
    }

    public static double median(double[] a) {
        double[] sorted = a.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
