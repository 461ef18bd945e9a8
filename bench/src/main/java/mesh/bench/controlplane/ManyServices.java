package mesh.bench.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder of manifests: a file for each service, with its Service and its EndpointSlice. */
record ManyServices(Path folder, int services, int endpoints) {
    void write() throws IOException {
        for (int service = 0; service < services; service++) {
            write(service, "10.%d.%d.1".formatted(64 + service / 250, service % 250));
        }
    }

    /** A service's first endpoint goes, and another comes in its place, at {@link #address}. */
    void change(int number) throws IOException {
        write(number % services, address(number));
    }

    /** One that no endpoint had before that change. */
    String address(int number) {
        return "10.200.%d.%d".formatted(number / 250, number % 250 + 1);
    }

    /** Written aside and moved into place at once, as a careful writer does. */
    private void write(int service, String first) throws IOException {
        var name = "service-" + service + ".yaml";
        var draft = Files.writeString(folder.resolve("." + name), manifest(service, first));
        Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private String manifest(int service, String first) {
        var yaml = new StringBuilder("""
                apiVersion: v1
                kind: Service
                metadata: {name: service-%1$d, namespace: bench}
                spec:
                  clusterIP: 10.96.%2$d.%3$d
                  ports: [{name: http, port: 80, targetPort: 8080, appProtocol: http}]
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: service-%1$d-1
                  namespace: bench
                  labels: {kubernetes.io/service-name: service-%1$d, app.kubernetes.io/version: "1.0.0"}
                addressType: IPv4
                ports: [{name: http, port: 8080}]
                endpoints:
                """.formatted(service, service / 250, service % 250 + 1));
        for (int i = 0; i < endpoints; i++) {
            var address = i == 0 ? first : "10.%d.%d.%d".formatted(64 + service / 250, service % 250, i + 1);
            var pod = "service-%d-6d4cf56db6-x%04d".formatted(service, i);
            yaml.append("- {addresses: [%s], conditions: {ready: true}, targetRef: {kind: Pod, name: %s}}%n"
                    .formatted(address, pod));
        }
        return yaml.toString();
    }
}
