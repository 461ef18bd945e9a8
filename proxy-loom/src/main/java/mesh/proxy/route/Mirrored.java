package mesh.proxy.route;

import mesh.proxy.cluster.Cluster;

/**
 * Who gets a copy of a request; the answer to it is ignored.
 *
 * @param fraction of the requests, above 0 and up to 1
 */
public record Mirrored(Cluster cluster, double fraction) {}
