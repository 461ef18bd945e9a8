package mesh.lab.control;

/**
 * How a service's requests are divided between two services, as its route says.
 *
 * @param stable the service that the route is for
 * @param canary the other one
 * @param stableWeight share of {@code stable}: of the sum of both weights
 */
public record Weights(String stable, String canary, int stableWeight, int canaryWeight) {
    /** The share of the canary, 0 to 1. */
    public double canaryShare() {
        return (double) canaryWeight / (stableWeight + canaryWeight);
    }

    /** The canary gets so many of a hundred. */
    public Weights withCanaryPercent(int percent) {
        return new Weights(stable, canary, 100 - percent, percent);
    }
}
