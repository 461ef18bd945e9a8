package mesh.proxy.http;

import java.time.Duration;
import mesh.proxy.http1.Limits;
import mesh.proxy.upstream.KeepAlive;

/**
 * How HTTP is relayed.
 *
 * @param limits of heads, both of requests and of responses
 * @param headTimeout from a request's first byte to the end of its head
 * @param clientSilence how long a client may say nothing, where it is not known that it speaks first
 * @param keepAlive of upstream connections
 */
public record HttpSettings(Limits limits, Duration headTimeout, Duration clientSilence, KeepAlive keepAlive) {}
