package mesh.controlplane.snapshot;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import mesh.controlplane.catalog.ObjectName;
import mesh.controlplane.catalog.PodObject;
import mesh.controlplane.catalog.ServiceObject;
import mesh.controlplane.catalog.SliceObject;
import mesh.proto.v1.Endpoint;
import mesh.proto.v1.EndpointState;
import mesh.proto.v1.Service;

/** Joins a service's ports with its slices, and those with their pods. */
final class Endpoints {
    private Endpoints() {}

    /**
     * @param before the service as it was; an endpoint that it did not have is ready since {@code now}. Empty: nobody
     *     knows since when
     */
    static List<Endpoint> of(
            ServiceObject service,
            Collection<SliceObject> slices,
            Map<ObjectName, PodObject> pods,
            Optional<Service> before,
            Instant now) {
        var known = before.map(Endpoints::byAddress);
        var endpoints = new ArrayList<Endpoint>();
        for (var endpoint : merged(service, slices, pods)) {
            endpoints.add(known.map(old -> dated(endpoint, old.get(endpoint.getAddress()), now))
                    .orElse(endpoint));
        }
        return endpoints;
    }

    /** Sorted by address. While slices are rearranged one endpoint may be in two of them. */
    private static Collection<Endpoint> merged(
            ServiceObject service, Collection<SliceObject> slices, Map<ObjectName, PodObject> pods) {
        var merged = new TreeMap<String, Endpoint>();
        for (var slice : slices) {
            var ports = ports(service, slice);
            for (var endpoint : slice.endpoints()) {
                var pod = pods.get(new ObjectName(service.name().namespace(), endpoint.getPod()));
                var complete = described(endpoint, pod).putAllPorts(ports).build();
                merged.merge(endpoint.getAddress(), complete, Endpoints::merge);
            }
        }
        merged.values().removeIf(endpoint -> endpoint.getPortsCount() == 0);
        return merged.values();
    }

    /** @param pod knows better than its slice; null: unknown */
    private static Endpoint.Builder described(Endpoint endpoint, PodObject pod) {
        var described = endpoint.toBuilder();
        if (pod != null) {
            described.setWorkload(pod.workload());
            if (!pod.appVersion().isEmpty()) {
                described.setAppVersion(pod.appVersion());
            }
        }
        return described;
    }

    private static Map<Integer, Integer> ports(ServiceObject service, SliceObject slice) {
        var ports = new HashMap<Integer, Integer>();
        for (var port : service.ports()) {
            var listening = slice.ports().get(port.getName());
            if (listening != null) {
                ports.put(port.getNumber(), listening);
            }
        }
        return ports;
    }

    private static Endpoint merge(Endpoint one, Endpoint other) {
        var better = one.getState() == EndpointState.ENDPOINT_STATE_SERVING ? one : other;
        return better.toBuilder()
                .putAllPorts(one.getPortsMap())
                .putAllPorts(other.getPortsMap())
                .build();
    }

    private static Map<String, Endpoint> byAddress(Service service) {
        return service.getEndpointsList().stream().collect(Collectors.toMap(Endpoint::getAddress, Function.identity()));
    }

    /** An address that another pod has now is another endpoint. */
    private static Endpoint dated(Endpoint endpoint, Endpoint before, Instant now) {
        if (before == null || !before.getPod().equals(endpoint.getPod())) {
            return endpoint.toBuilder()
                    .setReadySince(Timestamp.newBuilder()
                            .setSeconds(now.getEpochSecond())
                            .setNanos(now.getNano()))
                    .build();
        }
        return before.hasReadySince()
                ? endpoint.toBuilder().setReadySince(before.getReadySince()).build()
                : endpoint;
    }
}
