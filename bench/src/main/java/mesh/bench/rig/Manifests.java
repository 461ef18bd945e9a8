package mesh.bench.rig;

import mesh.bench.load.Target;

/** The mesh that our proxy is measured in: a service with a virtual address, and a route that splits 90 to 10. */
final class Manifests {
    /** What the client dials; no machine has it. */
    static final String VIP = "10.96.0.1", VIRTUAL_NETWORK = "10.96.0.0/16";

    static final int PORT = 80;
    static final String CANARY_ROUTE = "app-b-canary";

    /** Both versions are in the server's namespace, each with an address of its own. */
    static final String CANARY = service("app-b", VIP, Target.HOST)
            + service("app-b2", "10.96.0.2", Target.CANARY_HOST)
            + """
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: %s}
            spec:
              parentRefs: [{group: "", kind: Service, name: app-b}]
              rules:
              - backendRefs:
                - {name: app-b, port: 80, weight: 90}
                - {name: app-b2, port: 80, weight: 10}
            """.formatted(CANARY_ROUTE);

    private Manifests() {}

    private static String service(String name, String virtualAddress, String podAddress) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s}
                spec:
                  clusterIP: %2$s
                  ports: [{name: http, port: %4$d, targetPort: %5$d}]
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %1$s-1, labels: {kubernetes.io/service-name: %1$s}}
                addressType: IPv4
                ports: [{name: http, port: %5$d}]
                endpoints:
                - {addresses: [%3$s], conditions: {ready: true}, targetRef: {kind: Pod, name: %1$s-1}}
                """.formatted(name, virtualAddress, podAddress, PORT, Target.HTTP_PORT);
    }
}
