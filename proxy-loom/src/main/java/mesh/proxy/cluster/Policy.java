package mesh.proxy.cluster;

import java.time.Duration;

/**
 * How requests to one service are treated: the mesh's TrafficPolicy, with defaults filled in.
 *
 * @param slowStart over which a new endpoint's share grows to the full one; zero: at once
 * @param consecutiveFailures in a row that eject an endpoint; 0: none do
 * @param baseEjection of the first ejection; the n-th lasts n times as long
 * @param maxEjectionPercent of the endpoints, at once
 * @param maxRequests in flight through one proxy, or opaque connections; 0: no limit
 * @param retryPercent retries, as a share of the requests
 * @param minRetriesPerSecond for services with few requests
 */
public record Policy(
        Balancing balancing,
        Duration slowStart,
        int consecutiveFailures,
        Duration baseEjection,
        int maxEjectionPercent,
        int maxRequests,
        int retryPercent,
        int minRetriesPerSecond) {
    /** How an endpoint is chosen. */
    public enum Balancing {
        /** Of two random endpoints the one with less expected latency. */
        PEAK_EWMA,
        /** Each in its turn. */
        ROUND_ROBIN,
        /** Of two random endpoints the one with fewer requests in flight. */
        LEAST_REQUEST
    }

    public static final Policy DEFAULT =
            new Policy(Balancing.PEAK_EWMA, Duration.ZERO, 0, Duration.ofSeconds(30), 10, 0, 20, 1);
}
