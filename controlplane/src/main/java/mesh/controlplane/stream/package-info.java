/**
 * The gRPC side: one {@link mesh.controlplane.stream.Watcher}, and one virtual thread, for each connected proxy. Read
 * {@link mesh.controlplane.stream.DiscoveryEndpoint} first.
 */
package mesh.controlplane.stream;
