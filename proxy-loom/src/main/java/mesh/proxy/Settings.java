package mesh.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import mesh.proxy.discovery.DiscoverySettings;
import mesh.proxy.http.HttpSettings;
import mesh.proxy.relay.Timeouts;
import mesh.proxy.telemetry.TracingSettings;

/**
 * Everything one proxy is told, checked. {@link ProxyOptions} makes it from flags and environment variables.
 *
 * @param forwardTo where connections go that no rule redirected; empty: they are refused
 * @param carriers who schedules the virtual threads
 * @param carrierCount own carriers
 * @param maxConnections open at once, over both listeners
 * @param bulkPipes of each own carrier
 * @param bufferBytes memory for bytes in flight, over all carriers
 * @param drainDelay after SIGTERM, still accepting: until everybody has heard that this pod goes
 * @param drainTimeout then, for open connections to end by themselves
 * @param accessLog {@code stdout}, {@code off} or a file
 * @param http how HTTP is relayed
 * @param discovery of services, endpoints and routes
 * @param tracing of requests
 */
record Settings(
        ListenAddress outbound,
        ListenAddress inbound,
        ListenAddress admin,
        Optional<InetSocketAddress> forwardTo,
        Carriers.Kind carriers,
        int carrierCount,
        int maxConnections,
        int bulkPipes,
        long bufferBytes,
        Timeouts timeouts,
        Duration drainDelay,
        Duration drainTimeout,
        String accessLog,
        HttpSettings http,
        DiscoverySettings discovery,
        TracingSettings tracing) {}
