package mesh.proxy.reliability;

import java.util.ArrayList;
import java.util.List;

/** Text of Kubernetes objects, as short as a test needs them. */
final class Manifests {
    private final List<String> documents = new ArrayList<>();

    /** A Service with a virtual address, or without one when {@code address} is {@code None}; its port is 80. */
    Manifests service(String name, String address) {
        return service(name, address, "{}", "{name: http, port: 80}");
    }

    /** @param annotations and port, as YAML */
    Manifests service(String name, String address, String annotations, String port) {
        documents.add("""
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: default, annotations: %s}
                spec:
                  clusterIP: %s
                  ports: [%s]
                """.formatted(name, annotations, address, port));
        return this;
    }

    /** The n-th endpoint, see {@link Services#address}, serves this service as this pod. */
    Manifests endpoint(String service, String pod, int n) {
        return endpoint(service, pod, n, "ready: true");
    }

    /** One that ends: it serves what it has, and gets nothing new while there are others. */
    Manifests draining(String service, String pod, int n) {
        return endpoint(service, pod, n, "ready: false, serving: true, terminating: true");
    }

    private Manifests endpoint(String service, String pod, int n, String conditions) {
        documents.add("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %s-%s, namespace: default, labels: {kubernetes.io/service-name: %s}}
                addressType: IPv4
                ports: [{name: http, port: %d}]
                endpoints: [{addresses: [%s], conditions: {%s}, targetRef: {kind: Pod, name: %s}}]
                """.formatted(service, pod, service, Services.PORT, Services.address(n), conditions, pod));
        return this;
    }

    /** An HTTPRoute of a service; {@code rules} is YAML, as it stands below {@code rules:}. */
    Manifests route(String service, String rules) {
        documents.add("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: %s, namespace: default}
                spec:
                  parentRefs: [{group: "", kind: Service, name: %s}]
                  rules:
                """.formatted(service, service) + rules.indent(2));
        return this;
    }

    Manifests policy(String service, String spec) {
        documents.add("""
                apiVersion: diymesh.dev/v1alpha1
                kind: TrafficPolicy
                metadata: {name: %s, namespace: default}
                spec:
                  targetRef: {group: "", kind: Service, name: %s}
                """.formatted(service, service) + spec.indent(2));
        return this;
    }

    @Override
    public String toString() {
        return String.join("---\n", documents);
    }
}
