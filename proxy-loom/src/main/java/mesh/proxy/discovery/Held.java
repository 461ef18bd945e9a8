package mesh.proxy.discovery;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.proto.v1.Service;
import mesh.proto.v1.ServiceName;
import mesh.proto.v1.WatchServicesResponse;
import mesh.proxy.route.Directory;
import mesh.proxy.route.UnusableException;

/**
 * What the proxy holds of the mesh: the services as they were told, so that the next step can be added, and the
 * directory that was made of them.
 */
record Held(Map<String, Service> services, Directory directory) {
    static final Held NOTHING = new Held(Map.of(), Directory.EMPTY);

    String version() {
        return directory.version();
    }

    /**
     * What is held after a step.
     *
     * @param parts of one step, in order
     * @throws UnusableException when it cannot be used; then all stays as it is
     */
    Held after(List<WatchServicesResponse> parts) throws UnusableException {
        var last = parts.getLast();
        if (isHeartbeat(parts)) {
            return this;
        }
        check(parts);
        var next = new TreeMap<String, Service>();
        if (!last.getFull()) {
            next.putAll(services);
        }
        for (var part : parts) {
            part.getRemovedList().forEach(name -> next.remove(key(name)));
            part.getServicesList().forEach(service -> next.put(key(service.getName()), service));
        }
        return new Held(next, Directory.of(last.getVersion(), next.values(), directory));
    }

    /**
     * Whether a step changes nothing. One without a version comes from a control plane that believes we hold nothing, as
     * after its restart.
     */
    boolean isHeartbeat(List<WatchServicesResponse> parts) {
        var version = parts.getLast().getVersion();
        return (version.isEmpty() || version.equals(version()))
                && parts.stream()
                        .allMatch(part -> !part.getFull() && part.getServicesCount() + part.getRemovedCount() == 0);
    }

    /** A mesh of no services is believed only when it is really told: as a full state that has a version. */
    private void check(List<WatchServicesResponse> parts) throws UnusableException {
        var last = parts.getLast();
        if (last.getVersion().isEmpty()) {
            throw new UnusableException("a step without a version: give each state one");
        }
        if (!parts.stream()
                .allMatch(part ->
                        part.getFull() == last.getFull() && part.getVersion().equals(last.getVersion()))) {
            throw new UnusableException("the parts of step " + last.getVersion()
                    + " differ in 'version' or 'full': these are the same in every part");
        }
        if (!last.getFull() && version().isEmpty()) {
            throw new UnusableException(
                    "step " + last.getVersion() + " is a difference, but nothing is held: send the full state");
        }
    }

    private static String key(ServiceName name) {
        return name.getNamespace() + "/" + name.getName();
    }
}
