package mesh.lab.control;

import java.io.IOException;

/** Where routes are kept: a folder of manifests here, an API server in a cluster. */
public interface RouteStore {
    /**
     * The route that divides a service's requests between it and one other.
     *
     * @throws mesh.lab.view.Failure when there is none, or one that does more than that
     */
    Weights read(String service) throws IOException;

    /** Changes the weights in that route, and nothing else. @return where, for people */
    String write(Weights weights) throws IOException;
}
