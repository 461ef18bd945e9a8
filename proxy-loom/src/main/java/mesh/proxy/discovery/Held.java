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
        if (changesNothing(parts)) {
            return this;
        }
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

    private boolean changesNothing(List<WatchServicesResponse> parts) {
        return parts.getLast().getVersion().equals(version())
                && parts.stream()
                        .allMatch(part -> !part.getFull() && part.getServicesCount() + part.getRemovedCount() == 0);
    }

    private static String key(ServiceName name) {
        return name.getNamespace() + "/" + name.getName();
    }
}
