package mesh.webhook.inject;

import java.util.List;
import java.util.Set;

/** Names and numbers of what is injected, which nothing else in a pod may have. */
public final class Names {
    public static final String NETINIT = "mesh-netinit";
    public static final String PROXY = "mesh-proxy";
    public static final String DEBUG = "mesh-debug";
    public static final String TOKEN_VOLUME = "mesh-token";

    /** Of the containers, in the order in which they start. */
    static final List<String> CONTAINERS = List.of(NETINIT, PROXY, DEBUG);

    static final String TOKEN_FOLDER = "/var/run/secrets/diy-service-mesh";
    static final String TOKEN_AUDIENCE = "diy-service-mesh";

    /** The user and the group of the proxy: the rules let its own connections pass by this. */
    static final long PROXY_ID = 1337;

    static final int ADMIN_PORT = 15020;

    /** Where the proxy listens, or will. */
    static final Set<Integer> PORTS = Set.of(15001, 15006, 15008, ADMIN_PORT);

    private Names() {}
}
