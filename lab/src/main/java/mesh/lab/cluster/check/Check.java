package mesh.lab.cluster.check;

import java.io.IOException;
import java.util.List;
import mesh.lab.cluster.Cluster;
import mesh.lab.view.Failure;

/** Looks at one thing of an installation. */
interface Check {
    /** For the message when it cannot be looked at. */
    String subject();

    /** @throws Failure when it cannot be looked at: we may not, or the API server does not answer */
    void look(Cluster cluster, Checkup checkup) throws IOException;

    /** In the order in which one thing depends on the others. */
    static List<Check> all() {
        return List.of(
                new Programs(),
                new Definitions(),
                new Configurations(),
                new Certificates(),
                new Admission(),
                new UnmeshedPods(),
                new Proxies());
    }
}
