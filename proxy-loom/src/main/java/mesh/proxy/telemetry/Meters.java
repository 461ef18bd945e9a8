package mesh.proxy.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Where metrics are declared, all in one style. What can be asked for is asked for when somebody looks; what only
 * happens is counted. Names and labels are a promise to dashboards: {@code docs/telemetry.md} lists them.
 */
public final class Meters {
    private final PrometheusRegistry registry;

    Meters(PrometheusRegistry registry) {
        this.registry = registry;
    }

    /** Something that is counted here. */
    public Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    /** Something that is counted elsewhere and only grows. */
    public void counter(String name, String help, LongSupplier count) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) count.getAsLong()))
                .register(registry);
    }

    /** A figure that goes up and down. */
    public void gauge(String name, String help, DoubleSupplier now) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(now.getAsDouble()))
                .register(registry);
    }

    /** One figure for each value of a label. */
    @FunctionalInterface
    public interface Readings {
        void read(Reading to);
    }

    /** Takes the figure for one value of the label. */
    @FunctionalInterface
    public interface Reading {
        void is(String label, double value);
    }

    /** Figures that go up and down, one for each value of {@code label}. */
    public void gauges(String name, String help, String label, Readings now) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(callback -> now.read((value, figure) -> callback.call(figure, value)))
                .register(registry);
    }

    /**
     * Durations.
     *
     * @param bounds upper bounds of the buckets, in seconds
     */
    public Histogram seconds(String name, String help, double[] bounds, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .unit(Unit.SECONDS)
                .labelNames(labels)
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(bounds)
                .register(registry);
    }
}
