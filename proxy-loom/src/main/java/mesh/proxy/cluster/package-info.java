/** The endpoints behind a service. */
package mesh.proxy.cluster;
