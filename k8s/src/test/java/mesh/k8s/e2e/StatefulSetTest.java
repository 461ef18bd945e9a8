package mesh.k8s.e2e;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A pod that is called by its own name is the one that answers, also when it has come back with another address. */
@OnCluster
class StatefulSetTest {
    private static final int REPLICAS = 3;

    private final InstalledMesh mesh;

    StatefulSetTest(InstalledMesh mesh) throws Exception {
        this.mesh = mesh;
        mesh.install();
    }

    @Test // istio#7495, #10659, #42247
    void eachOrdinalIsReachedOnlyAsItself() throws Exception {
        try (var namespace = mesh.namespace("ordinals")) {
            namespace.apply(STATEFUL + "---\n" + Pods.app("caller", "v1", 1));
            namespace
                    .kubectl("rollout", "status", "statefulset/db", "--timeout=180s")
                    .mustSucceed();
            namespace.awaitDeployment("caller");
            try (var calls = Calls.from(mesh, namespace.name(), namespace.onePodOf("caller"))) {
                eachAnswersAsItself(calls);
                namespace
                        .kubectl("delete", "pod", "db-0", "db-1", "--wait=true")
                        .mustSucceed();
                namespace
                        .kubectl("rollout", "status", "statefulset/db", "--timeout=180s")
                        .mustSucceed();
                eachAnswersAsItself(calls);
            }
        }
    }

    private static void eachAnswersAsItself(Calls calls) throws Exception {
        for (int ordinal = 0; ordinal < REPLICAS; ordinal++) {
            var name = "db-" + ordinal;
            eventually(
                    name + " is found by name", // DNS follows: CoreDNS keeps an answer for up to 30 s
                    Duration.ofMinutes(1),
                    () -> calls.load("count=1&reuse=0&to=" + name + ".db"),
                    answers -> answers.failed().isEmpty());
            var answers = calls.load("count=30&reuse=0&to=" + name + ".db");
            assertEquals(0, answers.failed().size(), answers::toString);
            answers.all()
                    .forEach(answer -> assertEquals(name, answer.path("pod").asText()));
        }
    }

    private static final String STATEFUL = """
            apiVersion: v1
            kind: Service
            metadata: {name: db}
            spec:
              clusterIP: None
              selector: {app: db}
              ports:
              - {name: http, port: 8080, appProtocol: http}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db}
            spec:
              serviceName: db
              replicas: %d
              podManagementPolicy: Parallel
              selector: {matchLabels: {app: db}}
              template:
                metadata: {labels: {app: db}, annotations: {diy-service-mesh/debug: "false"}}
                spec:
                  terminationGracePeriodSeconds: 5
                  containers:
                  - name: app
                    image: %s
                    args: [--name=db, --pod=$(POD)]
                    env: [{name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
                    readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}
            """.formatted(REPLICAS, InstalledMesh.image("sample-app"));
}
