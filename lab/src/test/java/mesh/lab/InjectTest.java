package mesh.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mesh inject}: a manifest in, a manifest out, and no cluster anywhere. */
class InjectTest {
    @TempDir
    Path folder;

    private TestCluster.Result inject(String manifest, String... more) throws IOException {
        var file = Files.writeString(folder.resolve("manifest.yaml"), manifest);
        var line = new java.util.ArrayList<>(java.util.List.of("inject", "-f", file.toString()));
        line.addAll(java.util.List.of(more));
        return TestCluster.run(line.toArray(String[]::new));
    }

    private static final String DEPLOYMENT = """
            # the app
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: app-a}
            spec:
              replicas: 2
              selector: {matchLabels: {app: app-a}}
              template:
                metadata: {labels: {app: app-a}}
                spec:
                  containers: [{name: app, image: "app:1", ports: [{containerPort: 8080}]}]
            """;

    @Test
    void aDeploymentsPodsGetTheirSidecar() throws Exception {
        var injected = inject(DEPLOYMENT, "--proxy-image", "registry/proxy:7");

        assertEquals(0, injected.code(), injected.err());
        assertTrue(injected.out().contains("image: \"registry/proxy:7\""), injected.out());
        assertTrue(injected.out().contains("name: \"mesh-netinit\""), injected.out());
        assertTrue(injected.out().contains("value: \"app-a\""), "its workload's name\n" + injected.out());
        assertTrue(injected.out().contains("replicas: 2"), injected.out());
    }

    @Test
    void onceMoreChangesNothing() throws Exception {
        var once = inject(DEPLOYMENT).out();
        var twice = inject(once);

        assertEquals(once, twice.out());
        assertTrue(twice.err().contains("Deployment app-a: left as it is: it is injected already"), twice.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                apiVersion: v1
                kind: Pod
                metadata: {name: p}
                spec: {containers: [{name: app, image: a}]}
                """, """
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: p}
                spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: a}]}}}}}
                """, """
                apiVersion: v1
                kind: List
                items:
                - apiVersion: apps/v1
                  kind: StatefulSet
                  metadata: {name: p}
                  spec: {serviceName: p, template: {spec: {containers: [{name: app, image: a}]}}}
                """})
    void whereverPodsAreDescribed(String manifest) throws Exception {
        var injected = inject(manifest);

        assertEquals(0, injected.code(), injected.err());
        assertTrue(injected.out().contains("mesh-proxy"), injected.out());
    }

    @Test
    void whatMakesNoPodsPassesThrough() throws Exception {
        var injected = inject("""
                apiVersion: v1
                kind: Service
                metadata: {name: s, annotations: {empty: ""}}
                spec: {ports: [{port: 80, targetPort: http}]}
                ---
                ---
                kind: ConfigMap
                apiVersion: v1
                metadata: {name: c}
                data: {key: "0123"}
                """);

        assertEquals(0, injected.code(), injected.err());
        assertTrue(injected.out().contains("targetPort: \"http\""), injected.out());
        assertTrue(injected.out().contains("key: \"0123\""), injected.out());
        assertFalse(injected.out().contains("mesh-"), injected.out());
    }

    @Test
    void ofSeveralOneThatIsRefusedKeepsAllBack() throws Exception {
        var injected = inject(DEPLOYMENT + """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: on-the-node, annotations: {diy-service-mesh/sidecar: beside}}
                spec: {containers: [{name: app, image: a}]}
                """);

        assertEquals(1, injected.code());
        assertEquals("", injected.out());
        assertTrue(
                injected.err().contains("refused: Pod on-the-node: annotation diy-service-mesh/sidecar: 'beside'"),
                injected.err());
    }

    @Test
    void whatIsNoManifestIsTold() throws Exception {
        assertTrue(inject("a: [").err().contains("it is not YAML"));
        assertTrue(inject("hello").err().contains("document 1 is no manifest: it has no kind"));
        assertTrue(TestCluster.run("inject", "-f", "/nowhere.yaml").err().contains("there is no such file"));
    }
}
