package mesh.proxy.cluster;

import java.time.Duration;
import java.time.Instant;

/**
 * What one carrier knows of one endpoint: how fast it answers, what is on its way to it, whether it fails.
 *
 * <p>Latency is the peak of what was seen, and the peak fades with time ({@link #DECAY_NANOS}): a slower answer counts
 * at once, and is forgotten slowly, also when nobody asks. So an endpoint that becomes slow is avoided after one answer,
 * and tried again later. Finagle calls it peak EWMA.
 *
 * @see <a href="https://linkerd.io/2016/03/16/beyond-round-robin-load-balancing-for-latency/">Linkerd on why</a>
 */
public final class Load {
    /** After this, a peak counts for 1/e of what it was. */
    static final double DECAY_NANOS = 10e9;

    /** What an endpoint is taken for that has not answered yet, while a request is on its way to it. */
    private static final double UNKNOWN_NANOS = 1e9;

    /** What a failure counts as at least: one that comes fast is no reason to come back. */
    private static final double FAILED_NANOS = 100e6;

    private static final double LEAST_SHARE = 0.1; // of a full one, at the beginning of slow start

    private final ClusterLoads cluster;
    private Endpoint endpoint;
    private double latencyNanos;
    private long answeredAt;
    private boolean known;
    private int inFlight;
    private int failuresInRow;
    private int ejections;
    private long ejectedUntil;
    private boolean ejected;

    Load(Endpoint endpoint, ClusterLoads cluster) {
        this.endpoint = endpoint;
        this.cluster = cluster;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** The same endpoint, of which something was told anew. */
    Load now(Endpoint newer) {
        endpoint = newer;
        return this;
    }

    /** A request is sent to it. */
    public void started() {
        synchronized (cluster) {
            inFlight++;
        }
    }

    /**
     * The request is over.
     *
     * @param tookNanos until it answered
     * @param failed whether it failed in a way that counts against the endpoint: 5xx, a failed connect, no answer
     */
    public void finished(long tookNanos, boolean failed) {
        synchronized (cluster) {
            inFlight--;
            long now = cluster.now();
            observe((double) Math.max(0, tookNanos), failed, now);
            failuresInRow = failed ? failuresInRow + 1 : 0;
            if (failed) {
                ejectAfter(cluster.policy(), now);
            } else if (!isEjected(now)) {
                ejections = 0;
            }
        }
    }

    private void observe(double tookNanos, boolean failed, long now) {
        double sample = failed ? Math.max(tookNanos, FAILED_NANOS) : tookNanos;
        latencyNanos = Math.max(sample, latency(now));
        answeredAt = now;
        known = true;
    }

    /** What was learned fades, or an endpoint that was slow once would never be asked again. */
    private double latency(long now) {
        return latencyNanos * Math.exp(-(double) Math.max(0, now - answeredAt) / DECAY_NANOS);
    }

    private void ejectAfter(Policy policy, long now) {
        if (policy.consecutiveFailures() > 0
                && failuresInRow >= policy.consecutiveFailures()
                && !isEjected(now)
                && cluster.mayEject(now)) {
            failuresInRow = 0;
            ejections++;
            ejected = true;
            ejectedUntil = now + policy.baseEjection().toNanos() * ejections;
        }
    }

    boolean isEjected(long now) {
        if (ejected && now - ejectedUntil >= 0) {
            ejected = false;
        }
        return ejected;
    }

    int inFlight() {
        return inFlight;
    }

    /** Expected nanoseconds, if it got one more. */
    double cost(long now) {
        double latency = !known && inFlight > 0 ? UNKNOWN_NANOS : latency(now);
        return latency * (inFlight + 1);
    }

    /** How much of a full share it may have: grows from a tenth to 1 while it is new. */
    double share(Duration slowStart, Instant now) {
        var since = endpoint.readySince();
        if (slowStart.isZero() || since == null) {
            return 1;
        }
        double part = (double) Duration.between(since, now).toMillis() / Math.max(1, slowStart.toMillis());
        return Math.clamp(part, LEAST_SHARE, 1);
    }
}
