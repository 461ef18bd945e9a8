package mesh.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code mesh check} of what is not as it should be. What is as it should be needs a cluster that runs it. */
@OnApiServer
class CheckTest {
    private final TestCluster cluster;

    CheckTest(TestCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void namespaces() {
        cluster.namespace("default", Map.of());
        cluster.namespace("mesh-system", Map.of());
    }

    @AfterEach
    void nothing() throws Exception {
        cluster.mesh("uninstall", "--yes", "--crds");
    }

    @Test
    void ofNothingFindsThatItIsNotInstalled() throws Exception {
        var check = cluster.mesh("check");

        assertEquals(1, check.code());
        for (var finding : new String[] {
            "there is no Deployment controlplane in namespace mesh-system",
            "there is no Deployment webhook in namespace mesh-system",
            "there is no CRD trafficpolicies.diymesh.dev",
            "there is no MutatingWebhookConfiguration diy-service-mesh",
            "the API server does not ask the webhook",
            "remedy: kubectl apply -k k8s/base"
        }) {
            assertTrue(check.out().contains(finding), () -> finding + " is not in\n" + check.out());
        }
    }

    @Test
    void aWebhookThatIsNotThereIsNotReached() throws Exception {
        cluster.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: diy-service-mesh, labels: {app.kubernetes.io/part-of: diy-service-mesh}}
                webhooks:
                - name: pods.inject.diymesh.dev
                  rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]
                  matchConditions:
                  - {name: ours, expression: "has(object.metadata.annotations)"}
                  clientConfig: {url: "https://127.0.0.1:1/mutate"}
                  failurePolicy: Fail
                  sideEffects: None
                  admissionReviewVersions: [v1]
                """);

        var check = cluster.mesh("check");

        assertEquals(1, check.code());
        assertTrue(check.out().contains("the API server does not reach the webhook"), check.out());
        assertTrue(check.out().contains("failed calling webhook"), check.out());
        assertTrue(check.out().contains("no caBundle in pods.inject.diymesh.dev"), check.out());
        assertEquals(
                0,
                cluster.client().pods().inNamespace("default").list().getItems().size(),
                "nothing may be stored");
    }

    @Test
    void aDeploymentWithoutPodsIsNotReady() throws Exception {
        cluster.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: webhook, namespace: mesh-system, labels: {app.kubernetes.io/part-of: diy-service-mesh}}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app.kubernetes.io/name: webhook}}
                  template:
                    metadata: {labels: {app.kubernetes.io/name: webhook}}
                    spec: {containers: [{name: webhook, image: "diy-service-mesh/webhook:dev"}]}
                """);

        var check = cluster.mesh("check");

        assertTrue(check.out().contains("0 of 2 pods of webhook are ready"), check.out());
        assertTrue(check.out().contains("there is no pod: something refuses to create it"), check.out());
    }

    @Test
    void podsThatShouldBeMeshedAreNamedOncePerWorkload() throws Exception {
        cluster.namespace("asks", Map.of("diy-service-mesh/inject", "true"));
        for (int i = 1; i <= 5; i++) {
            cluster.apply("""
                    apiVersion: v1
                    kind: Pod
                    metadata:
                      name: app-b-5d-%d
                      namespace: asks
                      labels: {pod-template-hash: 5d}
                      ownerReferences:
                      - {apiVersion: apps/v1, kind: ReplicaSet, name: app-b-5d, uid: 5d5d, controller: true}
                    spec: {containers: [{name: app, image: app}]}
                    """.formatted(i));
        }

        var check = cluster.mesh("check", "--json");

        assertTrue(check.out().contains("Deployment app-b in namespace asks: app-b-5d-1"), check.out());
        assertTrue(check.out().contains("and 2 more not meshed"), check.out());
        assertTrue(check.out().contains("kubectl rollout restart deployment/app-b -n asks"), check.out());
        assertFalse(check.out().contains("app-b-5d-5"), check.out());
        cluster.client().pods().inNamespace("asks").withGracePeriod(0).delete();
    }
}
