package mesh.controlplane.snapshot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.controlplane.catalog.ObjectName;
import mesh.proto.v1.Service;
import mesh.proto.v1.ServiceName;

/**
 * All that a proxy may be told, at one moment. Snapshots share the services that did not change between them.
 *
 * @param version no other snapshot has it, not even one of another run of the control plane
 */
public record Snapshot(String version, SortedMap<ObjectName, Service> services) {
    /** What a proxy has that was never told anything. */
    public static final Snapshot NOTHING = new Snapshot("", new TreeMap<>());

    public Snapshot {
        services = Collections.unmodifiableSortedMap(services);
    }

    /** How a proxy with {@code base} gets here; without a base, by replacing all it has. */
    public Step stepFrom(Optional<Snapshot> base) {
        var before = base.orElse(NOTHING);
        var changed = new ArrayList<Service>();
        services.forEach((name, service) -> {
            if (!service.equals(before.services.get(name))) { // the same object in most cases, so this is cheap
                changed.add(service);
            }
        });
        return new Step(version, base.isEmpty(), changed, removedSince(before));
    }

    private List<ServiceName> removedSince(Snapshot before) {
        return before.services.keySet().stream()
                .filter(name -> !services.containsKey(name))
                .map(Snapshot::message)
                .toList();
    }

    static ServiceName message(ObjectName name) {
        return ServiceName.newBuilder()
                .setNamespace(name.namespace())
                .setName(name.name())
                .build();
    }
}
