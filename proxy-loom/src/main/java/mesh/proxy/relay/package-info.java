/**
 * Moving bytes between two connections: {@link mesh.proxy.relay.Relay} is the loop, {@link
 * mesh.proxy.relay.Connection} what it reads from and writes to.
 */
package mesh.proxy.relay;
