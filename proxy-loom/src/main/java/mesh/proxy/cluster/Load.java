package mesh.proxy.cluster;

import java.time.Duration;
import java.time.Instant;

/**
 * What one carrier knows of one endpoint: how fast it answers, what is on its way to it, whether it fails.
 *
 * <p>Latency is a peak-sensitive moving average: a slower answer counts at once, faster ones pull it down over {@link
 * #DECAY_NANOS}. An endpoint that becomes slow is avoided after one answer, and trusted again slowly.
 *
 * @see <a href="https://linkerd.io/2016/03/16/beyond-round-robin-load-balancing-for-latency/">Linkerd on why</a>
 */
public final class Load {
    static final double DECAY_NANOS = 10e9;

    /** What an endpoint is taken for that has not answered yet, while a request is on its way to it. */
    private static final double UNKNOWN_NANOS = 1e9;

    private static final double LEAST_SHARE = 0.1; // of a full one, at the beginning of slow start

    private final ClusterLoads cluster;
    private Endpoint endpoint;
    private double latencyNanos;
    private long answeredAt;
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
            observe((double) Math.max(0, tookNanos), now);
            failuresInRow = failed ? failuresInRow + 1 : 0;
            if (failed) {
                ejectAfter(cluster.policy(), now);
            } else if (!isEjected(now)) {
                ejections = 0;
            }
        }
    }

    private void observe(double tookNanos, long now) {
        if (tookNanos > latencyNanos) {
            latencyNanos = tookNanos;
        } else {
            double keep = Math.exp(-(double) Math.max(0, now - answeredAt) / DECAY_NANOS);
            latencyNanos = latencyNanos * keep + tookNanos * (1 - keep);
        }
        answeredAt = now;
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
    double cost() {
        double latency = latencyNanos == 0 && inFlight > 0 ? UNKNOWN_NANOS : latencyNanos;
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
