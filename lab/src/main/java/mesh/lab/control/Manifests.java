package mesh.lab.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.lab.pod.Wiring;
import mesh.lab.topology.Pod;
import mesh.lab.topology.Service;
import mesh.lab.topology.Topology;

/**
 * The mesh as Kubernetes manifests: what a cluster's API server would hold, as files to read and to edit. In a cluster
 * the EndpointSlices are written by a controller that watches pods; here they are written once.
 */
public final class Manifests {
    private Manifests() {}

    /** Writes all of them into a folder, readable for every user. */
    public static void write(Path folder, Topology topology, boolean ipv6) throws IOException {
        for (var file : of(topology, ipv6).entrySet()) {
            var path = Files.writeString(folder.resolve(file.getKey()), file.getValue());
            Wiring.readableForAll(path, "rw-r--r--");
        }
    }

    /** Texts by file name. */
    static Map<String, String> of(Topology topology, boolean ipv6) {
        var files = new LinkedHashMap<String, String>();
        for (var service : topology.services()) {
            var documents = Stream.concat(
                    Stream.of(service(service, ipv6)),
                    topology.pods(service).stream().flatMap(pod -> slices(service, pod, ipv6)));
            files.put(service.name() + ".yaml", documents.collect(Collectors.joining("---\n")));
        }
        files.put("app-b-route.yaml", ROUTE);
        files.put("app-b-policy.yaml", POLICY);
        return files;
    }

    private static String service(Service service, boolean ipv6) {
        return """
                # A name and an address for pods. No interface has this address: a proxy, or the node's rules, replace it.
                apiVersion: v1
                kind: Service
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  clusterIPs: [%s]
                  ports:
                %s""".formatted(
                        service.name(),
                        Service.NAMESPACE,
                        service.ipv4() + (ipv6 ? ", \"" + service.ipv6() + "\"" : ""),
                        ports("  - {name: %s, port: %d, appProtocol: %s}\n"));
    }

    private static Stream<String> slices(Service service, Pod pod, boolean ipv6) {
        var four = slice(service, pod, "IPv4", pod.ipv4());
        return ipv6 ? Stream.of(four, slice(service, pod, "IPv6", "\"" + pod.ipv6() + "\"")) : Stream.of(four);
    }

    private static String slice(Service service, Pod pod, String family, String address) {
        return """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: %s-%s-%s
                  namespace: %s
                  labels: {kubernetes.io/service-name: %s, app.kubernetes.io/version: %s}
                addressType: %s
                ports:
                %sendpoints:
                - addresses: [%s]
                  conditions: {ready: true}
                  targetRef: {kind: Pod, name: %s, namespace: %s}
                """.formatted(
                        service.name(),
                        pod.name(),
                        family.toLowerCase(java.util.Locale.ROOT),
                        Service.NAMESPACE,
                        service.name(),
                        pod.version(),
                        family,
                        ports("- {name: %s, port: %d, appProtocol: %s}\n"),
                        address,
                        pod.name(),
                        Service.NAMESPACE);
    }

    private static String ports(String form) {
        return Service.PORTS.stream()
                .map(port -> form.formatted(port.name(), port.number(), port.appProtocol()))
                .collect(Collectors.joining());
    }

    private static final String ROUTE = """
            # Requests to app-b, wherever they come from: nine in ten stay, one in ten tries the canary.
            # `./mesh canary app-b --to app-b2 --weight 50` edits the weights here; so may you.
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata:
              name: app-b
              namespace: default
            spec:
              parentRefs:
              - {group: "", kind: Service, name: app-b, port: 8080}
              rules:
              - backendRefs:
                - name: app-b
                  port: 8080
                  weight: 90
                - name: app-b2
                  port: 8080
                  weight: 10
            """;

    private static final String POLICY = """
            # How proxies choose among the pods of app-b, and when they leave one alone. All of it is optional.
            apiVersion: diymesh.dev/v1alpha1
            kind: TrafficPolicy
            metadata:
              name: app-b
              namespace: default
            spec:
              targetRef: {kind: Service, name: app-b}
              balancing: PeakEWMA        # or RoundRobin, LeastRequest
              slowStart: 10s             # a new pod gets its share little by little
              outlierDetection:
                consecutiveFailures: 5   # in a row; then no requests for a while
                baseEjection: 10s
              retryBudget:
                percent: 20              # of all requests may be retries
            """;
}
