/**
 * How the proxy learns what there is to talk to: a stream from the control plane, on threads of its own. Start with
 * {@link mesh.proxy.discovery.Discovery}.
 */
package mesh.proxy.discovery;
