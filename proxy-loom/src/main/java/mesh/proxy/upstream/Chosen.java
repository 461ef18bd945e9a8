package mesh.proxy.upstream;

import java.net.InetSocketAddress;
import mesh.proxy.cluster.Endpoint;
import mesh.proxy.cluster.Load;

/**
 * Whom one try goes to.
 *
 * @param endpoint null when the mesh knows nothing of the address
 * @param load where the try is counted; null when nothing was chosen, because there is no choice
 */
public record Chosen(InetSocketAddress address, Endpoint endpoint, Load load) {
    static Chosen of(Load load) {
        return new Chosen(load.endpoint().address(), load.endpoint(), load);
    }

    public void started() {
        if (load != null) {
            load.started();
        }
    }

    /** @param tookNanos until it answered */
    public void finished(long tookNanos, boolean failed) {
        if (load != null) {
            load.finished(tookNanos, failed);
        }
    }
}
