/**
 * The endpoints behind a service, and who gets the next request. Start with {@link mesh.proxy.cluster.Balancer}.
 */
package mesh.proxy.cluster;
