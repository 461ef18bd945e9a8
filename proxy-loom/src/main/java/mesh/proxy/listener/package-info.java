/**
 * From accept to close. {@link mesh.proxy.listener.Listener} accepts, {@link
 * mesh.proxy.listener.InterceptedConnection} is one connection's whole life, top to bottom.
 */
package mesh.proxy.listener;
