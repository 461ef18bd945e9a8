package mesh.proxy.upstream;

import java.time.Duration;

/**
 * For how long upstream connections wait for another request.
 *
 * @param idle must be shorter than the servers' own, or they close a connection in the moment that we use it again:
 *     Apache and Node.js close after 5 s
 * @param age since it was opened, so that load moves to new endpoints behind one address
 * @param perEndpoint idle ones on each carrier
 * @param perCarrier idle ones to all endpoints
 */
public record KeepAlive(Duration idle, Duration age, int perEndpoint, int perCarrier) {}
