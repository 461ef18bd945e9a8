package mesh.lab.control;

import java.io.IOException;
import java.util.List;
import mesh.lab.control.ControlPlaneAdmin.Proxy;
import mesh.lab.control.ControlPlaneAdmin.Snapshot;

/** What a control plane tells of itself and of its proxies, be it one process or several. */
public interface ControlPlaneView {
    /** @throws mesh.lab.view.Failure when it does not answer */
    List<Proxy> proxies() throws IOException;

    /**
     * @param ofNamespace whose proxies are sent it
     * @throws mesh.lab.view.Failure when it does not answer
     */
    Snapshot snapshot(String ofNamespace) throws IOException;
}
