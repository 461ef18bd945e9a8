package mesh.proxy.cluster;

import java.util.concurrent.atomic.AtomicInteger;

/** Requests to one cluster that are on their way through this proxy, and how many there may be. */
public final class InFlight {
    public static final InFlight UNLIMITED = new InFlight(0);

    private final int limit;
    private final AtomicInteger count = new AtomicInteger();

    private InFlight(int limit) {
        this.limit = limit;
    }

    static InFlight of(Policy policy) {
        return new InFlight(policy.maxRequests());
    }

    /** @return false when there are as many as there may be; else {@link #end} is due later */
    public boolean begin() {
        if (limit > 0 && count.incrementAndGet() > limit) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    public void end() {
        if (limit > 0) {
            count.decrementAndGet();
        }
    }

    public int limit() {
        return limit;
    }
}
