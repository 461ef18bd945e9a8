package mesh.lab.topology;

import java.nio.file.Path;

/**
 * Where this mesh lies on the machine.
 *
 * @param prefix of its namespaces' names; empty for the one mesh that a person works with
 * @param folder holds its state, its logs, and what its programs read
 */
public record Site(String prefix, Path folder) {
    /** System properties by which a test makes a mesh of its own beside a person's. */
    public static final String PREFIX_PROPERTY = "mesh.lab.prefix", FOLDER_PROPERTY = "mesh.lab.folder";

    private static final Path NETNS_CONFIGURATION = Path.of("/etc/netns"); // ip-netns(8)

    public static Site configured() {
        return new Site(
                System.getProperty(PREFIX_PROPERTY, ""),
                Path.of(System.getProperty(FOLDER_PROPERTY, "/run/diy-mesh")).toAbsolutePath());
    }

    public Topology topology() {
        return Topology.of(prefix);
    }

    public Path stateFile() {
        return folder.resolve("state.json");
    }

    /** Copies of the jars: the build's folder may lie where the proxy's user may not look. */
    public Path lib() {
        return folder.resolve("lib");
    }

    /** Where the JDK is mounted when the proxy's user cannot reach it in its own place. */
    public Path jdk() {
        return folder.resolve("jdk");
    }

    public Path logs(Pod pod) {
        return logs(pod.name());
    }

    /** @param name of a pod, or {@link Topology#NODE} */
    public Path logs(String name) {
        return folder.resolve(name);
    }

    /** The manifests that the control plane serves. */
    public Path manifests() {
        return folder.resolve("manifests");
    }

    /** Files in here are mounted over those in {@code /etc} by {@code ip netns exec}. */
    public static Path configuration(Pod pod) {
        return NETNS_CONFIGURATION.resolve(pod.namespace());
    }

    public static Path configurations() {
        return NETNS_CONFIGURATION;
    }
}
