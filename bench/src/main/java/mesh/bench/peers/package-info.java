/**
 * The same work through no proxy, HAProxy, nginx, Envoy and ours, side by side.
 *
 * <p>Read {@link mesh.bench.peers.PeersRun} first: it says in which order what is measured.
 */
package mesh.bench.peers;
