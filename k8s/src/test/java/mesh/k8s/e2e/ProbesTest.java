package mesh.k8s.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The kubelet's probes of every kind and every container pass through the rules and the proxy, and are answered. */
@OnCluster
class ProbesTest {
    private final InstalledMesh mesh;

    ProbesTest(InstalledMesh mesh) throws Exception {
        this.mesh = mesh;
        mesh.install();
    }

    @Test // istio#9150, #53786, #14767; linkerd2#10934
    void everyKindOfProbeOfEveryContainerPasses() throws Exception {
        try (var namespace = mesh.namespace("probes")) {
            namespace.apply(Pods.pod("""
                      initContainers:
                      - name: native
                        image: %1$s
                        args: [--name=native, --port=8081, --tcp-port=9091]
                        restartPolicy: Always
                        startupProbe: {httpGet: {path: "/status/204?a=1&b=%%20c", port: 8081}, periodSeconds: 1, failureThreshold: 60}
                        readinessProbe: {tcpSocket: {port: 9091}, periodSeconds: 1}
                        livenessProbe: {httpGet: {path: /, port: 8081, httpHeaders: [{name: Host, value: elsewhere.example}]}, periodSeconds: 1}
                      containers:
                      - name: http
                        image: %1$s
                        args: [--name=http, --port=8082, --tcp-port=9092]
                        startupProbe: {tcpSocket: {port: 9092}, periodSeconds: 1, failureThreshold: 60}
                        readinessProbe: {httpGet: {path: /, port: 8082}, periodSeconds: 1}
                        livenessProbe: {httpGet: {path: /status/200, port: 8082}, periodSeconds: 1}
                      - name: grpc
                        image: %2$s
                        args: [--folder=/manifests]
                        volumeMounts: [{name: manifests, mountPath: /manifests}]
                        startupProbe: {grpc: {port: 15010}, periodSeconds: 1, failureThreshold: 60}
                        readinessProbe: {grpc: {port: 15010}, periodSeconds: 1}
                        livenessProbe: {grpc: {port: 15010}, periodSeconds: 1}
                      - name: exec
                        image: %3$s
                        command: [sleep, infinity]
                        readinessProbe: {exec: {command: ["true"]}, periodSeconds: 1}
                      volumes:
                      - {name: manifests, emptyDir: {}}
                    """.formatted(
                    InstalledMesh.image("sample-app"), InstalledMesh.image("controlplane"), InstalledMesh.BASH)));
            var pod = namespace.awaitReady("caller");

            for (var status : pod.getStatus().getContainerStatuses()) {
                assertEquals(0, status.getRestartCount(), status::toString);
            }
        }
    }
}
