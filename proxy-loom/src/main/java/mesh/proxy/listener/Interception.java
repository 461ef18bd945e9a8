package mesh.proxy.listener;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import mesh.proxy.relay.Timeouts;
import mesh.proxy.upstream.OwnConnections;

/**
 * What all intercepted connections of one proxy share.
 *
 * @param own so that one of ours that comes back is known
 * @param forwardTo where connections go that no rule redirected; empty: they are refused
 */
public record Interception(
        LoopGuard guard,
        ConnectionLimit limit,
        OpenConnections open,
        OwnConnections own,
        Timeouts timeouts,
        Optional<InetSocketAddress> forwardTo,
        AtomicLong ids) {}
