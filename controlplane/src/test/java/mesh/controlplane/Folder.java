package mesh.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder of manifests, and short ways to write some. */
public record Folder(Path path) {
    /** Replaces a file at once, as a careful writer does. */
    public void write(String name, String yaml) throws IOException {
        var draft = path.resolve("." + name + ".draft");
        Files.writeString(draft, yaml);
        Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    public void remove(String name) throws IOException {
        Files.delete(path.resolve(name));
    }

    public static String service(String name, String address) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: shop}
                spec:
                  clusterIP: %s
                  ports: [{name: http, port: 80, targetPort: 8080}]
                """.formatted(name, address);
    }

    public static String slice(String service, String... addresses) {
        var yaml = new StringBuilder("""
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %1$s-1, namespace: shop, labels: {kubernetes.io/service-name: %1$s}}
                addressType: IPv4
                ports: [{name: http, port: 8080}]
                endpoints:
                """.formatted(service));
        for (var address : addresses) {
            yaml.append("- {addresses: [%s], targetRef: {kind: Pod, name: pod-%s}}\n"
                    .formatted(address, address.replace('.', '-')));
        }
        return yaml.toString();
    }

    public static String canary(int weight) {
        return """
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: canary, namespace: shop}
                spec:
                  parentRefs: [{group: "", kind: Service, name: app-b}]
                  rules:
                  - backendRefs:
                    - {name: app-b, port: 80, weight: %d}
                    - {name: app-b2, port: 80, weight: %d}
                """.formatted(100 - weight, weight);
    }
}
