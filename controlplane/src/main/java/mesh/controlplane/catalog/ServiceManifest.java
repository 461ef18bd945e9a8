package mesh.controlplane.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mesh.proto.v1.Protocol;
import mesh.proto.v1.ServicePort;

/** Reads a Service. @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/">API</a> */
final class ServiceManifest {
    private static final String OPAQUE_PORTS = "diy-service-mesh/opaque-ports";
    private static final String VISIBLE_TO = "diy-service-mesh/visible-to";

    /** What appProtocol may say that we know; anything else is detected. Servers that speak first are opaque. */
    private static final Map<String, Protocol> APP_PROTOCOLS = Map.ofEntries(
            Map.entry("http", Protocol.PROTOCOL_HTTP1),
            Map.entry("kubernetes.io/ws", Protocol.PROTOCOL_HTTP1),
            Map.entry("kubernetes.io/h2c", Protocol.PROTOCOL_HTTP2),
            Map.entry("http2", Protocol.PROTOCOL_HTTP2),
            Map.entry("grpc", Protocol.PROTOCOL_GRPC),
            Map.entry("https", Protocol.PROTOCOL_TLS),
            Map.entry("kubernetes.io/wss", Protocol.PROTOCOL_TLS),
            Map.entry("tls", Protocol.PROTOCOL_TLS),
            Map.entry("tcp", Protocol.PROTOCOL_OPAQUE),
            Map.entry("mysql", Protocol.PROTOCOL_OPAQUE),
            Map.entry("postgresql", Protocol.PROTOCOL_OPAQUE),
            Map.entry("smtp", Protocol.PROTOCOL_OPAQUE));

    /** The address of a headless service. */
    private static final String NONE = "None";

    private ServiceManifest() {}

    static ServiceObject read(Fields document) throws ManifestException {
        document.leave("status");
        var metadata = Metadata.of(document);
        var spec = document.requiredFields("spec");
        spec.oneOf("type", Map.of("ClusterIP", true, "NodePort", true, "LoadBalancer", true));
        spec.oneOf(
                "sessionAffinity", Map.of("None", true)); // the mesh balances each request, so it cannot keep ClientIP
        var addresses = addresses(spec);
        var ports = ports(spec, opaque(metadata));
        // How traffic gets into the cluster, and what makes the EndpointSlices: not the mesh's part.
        spec.leave("selector", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy", "externalTrafficPolicy")
                .leave("publishNotReadyAddresses", "externalIPs", "healthCheckNodePort", "loadBalancerClass")
                .leave("loadBalancerIP", "loadBalancerSourceRanges", "allocateLoadBalancerNodePorts")
                .leave("trafficDistribution")
                .done();
        boolean headless = addresses.equals(List.of(NONE));
        return new ServiceObject(
                metadata.name(), headless ? List.of() : addresses, headless, ports, visibleTo(metadata));
    }

    private static List<String> addresses(Fields spec) throws ManifestException {
        var all = spec.texts("clusterIPs");
        var one = spec.text("clusterIP").filter(address -> !address.isEmpty());
        var addresses = all.isEmpty() ? one.map(List::of).orElse(List.of()) : all;
        var normal = new ArrayList<String>();
        for (var address : addresses) {
            normal.add(address.equals(NONE) ? NONE : Literals.address(spec, "clusterIP", address));
        }
        return normal;
    }

    private static List<ServicePort> ports(Fields spec, Set<String> opaque) throws ManifestException {
        var ports = new ArrayList<ServicePort>();
        var numbers = new HashSet<Integer>();
        for (var port : spec.list("ports")) {
            int number = port.requiredNumber("port", 1, 65535);
            var appProtocol = port.text("appProtocol");
            boolean tcp = Literals.isTcp(port);
            if (tcp && !numbers.add(number)) {
                throw port.error("port", number + " is given twice");
            }
            if (tcp) {
                ports.add(ServicePort.newBuilder()
                        .setNumber(number)
                        .setName(port.text("name").orElse(""))
                        .setProtocol(
                                opaque.contains(String.valueOf(number))
                                        ? Protocol.PROTOCOL_OPAQUE
                                        : appProtocol.map(APP_PROTOCOLS::get).orElse(Protocol.PROTOCOL_UNSPECIFIED))
                        .build());
            }
            port.leave("name", "targetPort", "nodePort").done();
        }
        return ports;
    }

    private static Set<String> opaque(Metadata metadata) {
        return words(metadata.annotations().getOrDefault(OPAQUE_PORTS, ""));
    }

    private static Optional<Set<String>> visibleTo(Metadata metadata) {
        return Optional.ofNullable(metadata.annotations().get(VISIBLE_TO)).map(ServiceManifest::words);
    }

    private static Set<String> words(String list) {
        return Set.copyOf(new HashSet<>(List.of(list.strip().split("[,\\s]+"))));
    }
}
