package mesh.proxy.http;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import mesh.proxy.cluster.Balancer;
import mesh.proxy.loom.Carrier;
import mesh.proxy.relay.Timeouts;
import mesh.proxy.route.Directory;
import mesh.proxy.telemetry.HopEvents;
import mesh.proxy.telemetry.Tracing;
import mesh.proxy.upstream.Upstreams;

/**
 * What the connections of one carrier share.
 *
 * @param events where they tell what happens
 * @param workload whose proxy this is: it asks whatever goes out
 * @param directory the newest state of the mesh; asked anew for each request
 */
public record Lane(
        Carrier carrier,
        HopEvents events,
        Supplier<Directory> directory,
        Balancer balancer,
        RandomGenerator random,
        Upstreams upstreams,
        HeadWriter heads,
        Tracing tracing,
        HttpSettings http,
        Timeouts timeouts,
        String workload) {}
