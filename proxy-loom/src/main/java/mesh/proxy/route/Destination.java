package mesh.proxy.route;

import java.net.InetSocketAddress;
import mesh.proxy.cluster.Endpoint;

/**
 * Where a connection belongs.
 *
 * @param original where it was heading, before a rule brought it here
 * @param service null when no service has that address: it goes to {@code original} itself
 * @param pod not null when exactly this pod was dialled, by its own address: nobody else may answer
 */
public record Destination(InetSocketAddress original, ServicePort service, Endpoint pod) {}
