package mesh.bench.report;

import java.util.Locale;

/** What a number means, and which way is better. */
public enum Quantity {
    P50("p50", "µs", Better.LESS),
    P99("p99", "µs", Better.LESS),
    MEAN("mean", "ns", Better.LESS),
    ALLOCATED("allocated", "B", Better.LESS),
    RATE("rate", "/s", Better.MORE),
    CPU("CPU of the proxies, each", "µs", Better.LESS),
    THROUGHPUT("throughput", "Gbit/s", Better.MORE),
    CPU_PER_GB("CPU of the proxies, per GB", "ms", Better.LESS),
    MEMORY("RSS of one proxy", "MiB", Better.LESS);

    private enum Better {
        LESS,
        MORE
    }

    private final String name;
    private final String unit;
    private final Better better;

    Quantity(String name, String unit, Better better) {
        this.name = name;
        this.unit = unit;
        this.better = better;
    }

    public String unit() {
        return unit;
    }

    public boolean lessIsBetter() {
        return better == Better.LESS;
    }

    /** Whether only a proxy has it. */
    public boolean needsProxy() {
        return this == CPU || this == CPU_PER_GB || this == MEMORY;
    }

    /** How much dearer {@code a} is than {@code b}: below 1 where {@code a} is ahead, whichever way is better. */
    public double cost(double a, double b) {
        return lessIsBetter() ? a / b : b / a;
    }

    /** Three digits that matter, thousands as k. */
    public static String format(double value) {
        if (value >= 10_000) {
            return String.format(Locale.ROOT, "%.1f k", value / 1000);
        }
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    @Override
    public String toString() {
        return name;
    }
}
