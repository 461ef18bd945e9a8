package mesh.bench.report;

import java.util.List;

/** One cell: the median of the rounds, and how far they were apart. */
public record Summary(double median, double min, double max, int rounds) {
    /** @throws IllegalArgumentException without samples: there is no median of nothing */
    public static Summary of(List<Double> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("no samples to summarise");
        }
        var sorted = samples.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Summary(median, sorted.getFirst(), sorted.getLast(), sorted.size());
    }
}
