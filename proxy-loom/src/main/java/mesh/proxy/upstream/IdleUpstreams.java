package mesh.proxy.upstream;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Connections that wait for another request, on one carrier. The one used last is used next, so that those beyond what
 * the load needs grow old and go.
 */
final class IdleUpstreams {
    private final KeepAlive keepAlive;
    private final Map<InetSocketAddress, ArrayDeque<Upstream>> idle = new HashMap<>();
    private int count;

    IdleUpstreams(KeepAlive keepAlive) {
        this.keepAlive = keepAlive;
    }

    /** Whether it has waited too long since it was given: the sweep has not come by yet. */
    boolean isTooOld(Upstream upstream, long now) {
        return now - upstream.idleSince() >= keepAlive.idle().toNanos();
    }

    /** @return null when none waits */
    synchronized Upstream take(InetSocketAddress address) {
        var waiting = idle.get(address);
        var taken = waiting == null ? null : waiting.pollLast();
        if (taken != null) {
            count--;
        }
        return taken;
    }

    /** @return false when there is no room, or it is too old */
    synchronized boolean give(Upstream upstream, long now) {
        if (count >= keepAlive.perCarrier()
                || now - upstream.openedAt() > keepAlive.age().toNanos()) {
            return false;
        }
        var waiting = idle.computeIfAbsent(upstream.address(), _ -> new ArrayDeque<>(2));
        if (waiting.size() >= keepAlive.perEndpoint()) {
            return false;
        }
        upstream.idle(now);
        waiting.addLast(upstream);
        count++;
        return true;
    }

    /** Takes out those that have waited too long. */
    synchronized List<Upstream> expired(long now) {
        var expired = new ArrayList<Upstream>();
        idle.values().removeIf(waiting -> {
            while (!waiting.isEmpty() && isTooOld(waiting.getFirst(), now)) {
                expired.add(waiting.pollFirst());
            }
            return waiting.isEmpty();
        });
        count -= expired.size();
        return expired;
    }

    synchronized int count() {
        return count;
    }
}
