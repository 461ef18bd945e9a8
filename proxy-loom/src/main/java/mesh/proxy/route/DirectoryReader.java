package mesh.proxy.route;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.proto.v1.EndpointState;
import mesh.proto.v1.Service;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.Endpoint;
import mesh.proxy.cluster.Policy;
import mesh.proxy.cluster.ServiceName;
import mesh.proxy.route.UnusableException.Problem;

/** Makes a directory of what the control plane told; all of it, or nothing and the reasons. */
final class DirectoryReader {
    private final Map<Cluster.Key, Cluster> previous;
    private final Map<Cluster.Key, Cluster> clusters = new HashMap<>();
    private final Map<InetSocketAddress, Destination> destinations = new HashMap<>();
    private final Map<InetAddress, Endpoint> pods = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    DirectoryReader(Map<Cluster.Key, Cluster> previous) {
        this.previous = previous;
    }

    Directory read(String version, Collection<Service> services) throws UnusableException {
        services.forEach(service -> attempt(service, () -> readEndpoints(service)));
        if (!problems.isEmpty()) {
            throw new UnusableException(problems);
        }
        services.stream()
                .sorted(Comparator.comparing(service -> !service.getHeadless())) // they alone are dialled by pod
                .forEach(service -> attempt(service, () -> readAddresses(service)));
        if (!problems.isEmpty()) {
            throw new UnusableException(problems);
        }
        return new Directory(version, clusters, destinations, pods);
    }

    private void attempt(Service service, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add(new Problem(name(service), e.getMessage()));
        }
    }

    private static ServiceName name(Service service) {
        return new ServiceName(
                service.getName().getNamespace(), service.getName().getName());
    }

    private void readEndpoints(Service service) {
        var policy = service.hasPolicy() ? PolicyReader.policy(service.getPolicy()) : Policy.DEFAULT;
        for (var port : service.getPortsList()) {
            var endpoints = service.getEndpointsList().stream()
                    .filter(endpoint -> endpoint.containsPorts(port.getNumber()))
                    .map(endpoint -> endpoint(endpoint, port.getNumber()))
                    .toList();
            endpoints.forEach(endpoint -> pods.putIfAbsent(endpoint.address().getAddress(), endpoint));
            var key = new Cluster.Key(name(service), port.getNumber());
            var before = previous.get(key);
            clusters.put(
                    key,
                    before == null
                            ? Cluster.of(key.service(), key.port(), endpoints, policy)
                            : before.with(endpoints, policy));
        }
    }

    private static Endpoint endpoint(mesh.proto.v1.Endpoint endpoint, int port) {
        var since = endpoint.getReadySince();
        return new Endpoint(
                address(endpoint.getAddress(), endpoint.getPortsOrThrow(port)),
                endpoint.getPod(),
                endpoint.getWorkload(),
                endpoint.getAppVersion(),
                endpoint.getState() == EndpointState.ENDPOINT_STATE_DRAINING,
                endpoint.hasReadySince() ? Instant.ofEpochSecond(since.getSeconds(), since.getNanos()) : null);
    }

    private void readAddresses(Service service) {
        var rules = new RuleReader(clusters);
        for (var port : service.getPortsList()) {
            var cluster = clusters.get(new Cluster.Key(name(service), port.getNumber()));
            var servicePort =
                    new ServicePort(Protocol.of(port.getProtocol()), cluster, rules.rules(service, port.getNumber()));
            for (var address : service.getAddressesList()) {
                var dialled = address(address, port.getNumber());
                var other = destinations.put(dialled, new Destination(dialled, servicePort, null));
                if (other != null && other.pod() == null) {
                    throw new IllegalArgumentException("%s:%d is the address of %s too: each service needs its own"
                            .formatted(
                                    address, port.getNumber(), other.service().name()));
                }
            }
            for (var pod : cluster.endpoints()) {
                destinations.putIfAbsent(pod.address(), new Destination(pod.address(), servicePort, pod));
            }
        }
    }

    private static InetSocketAddress address(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
}
