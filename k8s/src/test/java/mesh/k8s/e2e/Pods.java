package mesh.k8s.e2e;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Manifests of the tests' own pods. */
final class Pods {
    /** For bash: asks the service app-b for /, and fails when it cannot connect. */
    static final String GET_APP_B =
            "exec 3<>/dev/tcp/app-b.mesh-demo/8080 && printf 'GET / HTTP/1.1\\\\r\\\\nHost: app-b\\\\r\\\\nConnection: close\\\\r\\\\n\\\\r\\\\n' >&3 && cat <&3";

    private Pods() {}

    /**
     * A pod named caller.
     * @param spec its fields, indented by two
     * @param annotations lines of YAML
     */
    static String pod(String spec, String... annotations) {
        var own = Stream.of(annotations).map(line -> "\n    " + line).collect(Collectors.joining());
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: caller
                  annotations:
                    of: test%s
                spec:
                  terminationGracePeriodSeconds: 5
                %s""".formatted(own, spec);
    }

    /** A Deployment of the sample app, and its Service. */
    static String app(String name, String version, int replicas) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s}
                spec:
                  selector: {app: %1$s}
                  ports:
                  - {name: http, port: 8080, appProtocol: http}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: %3$d
                  selector: {matchLabels: {app: %1$s}}
                  strategy: {rollingUpdate: {maxSurge: 100%%, maxUnavailable: 0}}
                  template:
                    metadata:
                      labels: {app: %1$s, version: %2$s}
                      annotations: {diy-service-mesh/debug: "false"}
                    spec:
                      containers:
                      - name: app
                        image: %4$s
                        args: [--name=%1$s, --version=%2$s, --peer=http://app-b:8080]
                        readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}
                        lifecycle: {preStop: {sleep: {seconds: 3}}}
                """.formatted(name, version, replicas, InstalledMesh.image("sample-app"));
    }
}
