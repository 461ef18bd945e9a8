package mesh.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code mesh uninstall} removes what bears the label, and only that. No namespaces: here no controller empties them. */
@OnApiServer
class UninstallTest {
    private static final String CRD = "trafficpolicies.diymesh.dev";

    private final TestCluster cluster;

    UninstallTest(TestCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void anInstallation() {
        cluster.namespace("mesh-system", Map.of());
        cluster.namespace("meshed", Map.of());
        cluster.apply(INSTALLED);
    }

    @AfterEach
    void nothing() throws Exception {
        cluster.mesh("uninstall", "--yes", "--crds");
        cluster.client().pods().inNamespace("meshed").withGracePeriod(0).delete();
        cluster.client()
                .configMaps()
                .inNamespace("mesh-system")
                .withName("theirs")
                .delete();
    }

    private static final String INSTALLED = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: mesh-controlplane, labels: &ours {app.kubernetes.io/part-of: diy-service-mesh}}
            rules: []
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata: {name: diy-service-mesh, labels: {app.kubernetes.io/part-of: diy-service-mesh}}
            webhooks: []
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: webhook-certificate, namespace: mesh-system, labels: {app.kubernetes.io/part-of: diy-service-mesh}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: webhook, namespace: mesh-system, labels: {app.kubernetes.io/part-of: diy-service-mesh}}
            spec: {ports: [{port: 443}]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: theirs, namespace: mesh-system, labels: {app.kubernetes.io/part-of: something-else}}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: trafficpolicies.diymesh.dev, labels: {app.kubernetes.io/part-of: diy-service-mesh}}
            spec:
              group: diymesh.dev
              scope: Namespaced
              names: {kind: TrafficPolicy, plural: trafficpolicies, singular: trafficpolicy, listKind: TrafficPolicyList}
              versions:
              - {name: v1alpha1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: app-b-5d-x
              namespace: meshed
              labels: {pod-template-hash: 5d}
              ownerReferences:
              - {apiVersion: apps/v1, kind: ReplicaSet, name: app-b-5d, uid: 5d5d, controller: true}
            spec:
              containers: [{name: app, image: app}, {name: mesh-proxy, image: proxy}]
            """.replace("&ours ", "");

    @Test
    void withoutATerminalItWantsToBeToldAndRemovesNothing() throws Exception {
        var result = cluster.mesh("uninstall");

        assertEquals(1, result.code());
        assertTrue(result.err().contains("Say --yes"), result.err());
        assertNotNull(cluster.client()
                .rbac()
                .clusterRoles()
                .withName("mesh-controlplane")
                .get());
    }

    @Test
    void theWebhookConfigurationGoesFirstAndWhatIsNotOursStays() throws Exception {
        var result = cluster.mesh("uninstall", "--yes");

        assertEquals(0, result.code(), result.err());
        var removed =
                result.out().lines().filter(line -> line.startsWith("removed ")).toList();
        assertEquals(
                "removed mutatingwebhookconfigurations.admissionregistration.k8s.io/diy-service-mesh",
                removed.getFirst());
        assertEquals(4, removed.size(), removed::toString);
        assertNull(cluster.client()
                .secrets()
                .inNamespace("mesh-system")
                .withName("webhook-certificate")
                .get());
        assertNotNull(cluster.client()
                .configMaps()
                .inNamespace("mesh-system")
                .withName("theirs")
                .get());
        assertNotNull(cluster.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(CRD)
                .get());
    }

    @Test
    void theDefinitionGoesOnlyWhenAskedFor() throws Exception {
        assertEquals(0, cluster.mesh("uninstall", "--yes", "--crds").code());

        assertNull(cluster.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(CRD)
                .get());
        assertTrue(cluster.mesh("uninstall", "--crds").out().contains("bears the label of an installation"));
    }

    @Test
    void podsThatStillCarryASidecarAreNamedWithTheWayToLoseIt() throws Exception {
        var result = cluster.mesh("uninstall", "--yes");

        assertTrue(result.out().contains("Deployment app-b"), result.out());
        assertTrue(result.out().contains("kubectl rollout restart deployment/app-b -n meshed"), result.out());
    }
}
