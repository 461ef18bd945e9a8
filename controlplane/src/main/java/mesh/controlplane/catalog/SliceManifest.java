package mesh.controlplane.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import mesh.proto.v1.Endpoint;
import mesh.proto.v1.EndpointState;

/** Reads an EndpointSlice. @see <a href="https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/">concept</a> */
final class SliceManifest {
    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    /** What a ReplicaSet ({@code -7d9c5b6f4d-x2x9k}), a DaemonSet ({@code -x2x9k}) or a StatefulSet adds to its name. */
    private static final String POD_SUFFIX = "(-[bcdf-hj-np-tv-xz2-9]{6,10})?-[bcdf-hj-np-tv-xz2-9]{5}$|-[0-9]+$";

    private SliceManifest() {}

    static SliceObject read(Fields document) throws ManifestException {
        var metadata = Metadata.of(document);
        var service = metadata.labels().get(SERVICE_LABEL);
        if (service == null) {
            throw document.error("metadata", "has no label " + SERVICE_LABEL + ": whose endpoints are these?");
        }
        document.oneOf("addressType", Map.of("IPv4", true, "IPv6", true));
        var endpoints = new ArrayList<Endpoint>();
        for (var endpoint : document.list("endpoints")) {
            endpoint(endpoint, PodManifest.version(metadata.labels())).ifPresent(endpoints::add);
        }
        return new SliceObject(
                metadata.name(), new ObjectName(metadata.name().namespace(), service), ports(document), endpoints);
    }

    private static Map<String, Integer> ports(Fields document) throws ManifestException {
        var ports = new HashMap<String, Integer>();
        for (var port : document.list("ports")) {
            int number = port.requiredNumber("port", 1, 65535);
            var name = port.text("name").orElse("");
            if (Literals.isTcp(port) && ports.put(name, number) != null) {
                throw port.error("name", "'" + name + "' is given twice");
            }
            port.leave("appProtocol").done(); // the service's port says it too, and is asked first by everybody
        }
        return ports;
    }

    /** Empty: not to be used, since it is not ready. */
    private static Optional<Endpoint> endpoint(Fields fields, String version) throws ManifestException {
        var addresses = fields.texts("addresses");
        if (addresses.isEmpty()) {
            throw fields.error("addresses", "is missing");
        }
        var address =
                Literals.address(fields, "addresses", addresses.getFirst()); // "consumers should use only the first"
        var pod = pod(fields);
        var state = state(fields);
        fields.leave("nodeName", "zone", "hostname", "hints", "deprecatedTopology")
                .done();
        return state.map(known -> Endpoint.newBuilder()
                .setAddress(address)
                .setPod(pod)
                .setWorkload(pod.replaceFirst(POD_SUFFIX, ""))
                .setAppVersion(version)
                .setState(known)
                .build());
    }

    private static String pod(Fields endpoint) throws ManifestException {
        var target = endpoint.fields("targetRef");
        if (target.isEmpty()) {
            return "";
        }
        boolean isPod = target.get().text("kind").orElse("Pod").equals("Pod");
        var name = target.get().text("name").orElse("");
        target.get()
                .leave("namespace", "uid", "apiVersion", "resourceVersion", "fieldPath")
                .done();
        return isPod ? name : "";
    }

    private static Optional<EndpointState> state(Fields endpoint) throws ManifestException {
        var conditions = endpoint.fields("conditions");
        if (conditions.isEmpty()) {
            return Optional.of(EndpointState.ENDPOINT_STATE_SERVING); // unknown is to be read as ready
        }
        boolean ready = conditions.get().flag("ready", true);
        boolean serving = conditions.get().flag("serving", ready);
        boolean terminating = conditions.get().flag("terminating", false);
        conditions.get().done();
        if (terminating) {
            return serving ? Optional.of(EndpointState.ENDPOINT_STATE_DRAINING) : Optional.empty();
        }
        return ready ? Optional.of(EndpointState.ENDPOINT_STATE_SERVING) : Optional.empty();
    }
}
