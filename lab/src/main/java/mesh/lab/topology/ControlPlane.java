package mesh.lab.topology;

/** The control plane's place: a process in the node's network, where every pod's proxy reaches it. */
public final class ControlPlane {
    public static final int UID = 2000;
    public static final int GRPC_PORT = 15010;
    public static final int ADMIN_PORT = 15014;

    /** Its role among the programs of a mesh. */
    public static final String ROLE = "controlplane";

    /** What proxies are told to connect to. */
    public static final String ADDRESS = Topology.NODE_IPV4 + ":" + GRPC_PORT;

    private ControlPlane() {}
}
