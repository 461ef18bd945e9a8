package mesh.webhook.unmeshed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import mesh.webhook.unmeshed.Unmeshed.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a pod is not meshed, and what to do, for each way in which that comes about. */
class UnmeshedTest {
    private static final String ANNOTATED = "annotations: {diy-service-mesh/inject: \"true\"}";
    private static final String LABELLED = "labels: {diy-service-mesh/inject: \"true\"}";

    @Test
    void aPodOfANamespaceThatDoesNotAskIsAsItShouldBe() {
        assertEquals(Optional.empty(), judge(pod(""), namespace("")));
    }

    @Test
    void aPodsOwnNoCountsBeforeItsNamespacesYes() {
        var pod = pod("annotations: {diy-service-mesh/inject: \"false\"}");
        assertEquals(Optional.empty(), judge(pod, namespace(LABELLED)));
    }

    @Test
    void aPodCreatedBeforeItsNamespaceAskedIsToBeRestarted() {
        var found = found(pod(""), namespace(LABELLED + written("f:labels", "2026-11-26T11:00:00Z")));
        assertEquals(Kind.WITHOUT_PROXY, found.kind());
        assertReason("before its namespace asked for it, 2026-11-26T11:00:00Z", found);
        assertEquals("kubectl rollout restart deployment/app-b -n shop", found.remedy());
    }

    @Test
    void aPodCreatedAfterwardsWasNotSeenByTheWebhook() {
        var found = found(pod(""), namespace(LABELLED + written("f:labels", "2026-11-26T09:00:00Z")));
        assertReason("the webhook did not see it when it was created, 2026-11-26T10:00:00Z", found);
    }

    @Test
    void anAnnotatedNamespaceWithoutItsLabelIsToBeLabelled() {
        var found = found(pod(""), namespace(ANNOTATED));
        assertReason("asks by its annotation and has no label", found);
        assertEquals(
                "kubectl label namespace shop diy-service-mesh/inject=true --overwrite; then kubectl rollout restart"
                        + " deployment/app-b -n shop",
                found.remedy());
    }

    @Test
    void whatAPodAsksItselfNeedsNoLabel() {
        assertReason("its annotation was added later", found(pod(ANNOTATED), namespace(ANNOTATED)));
    }

    @Test
    void whatKeepsItFromBeingMeshedIsTheReason() {
        assertReason(
                "hostNetwork",
                found(pod("").edit().editSpec().withHostNetwork(true).endSpec().build()));
        assertReason(
                "runAsUser is 1337",
                found(pod("").edit()
                        .editSpec()
                        .withNewSecurityContext()
                        .withRunAsUser(1337L)
                        .endSecurityContext()
                        .endSpec()
                        .build()));
        assertReason(
                "Windows",
                found(pod("").edit().editSpec().withNewOs("windows").endSpec().build()));
        assertReason("static pod", found(pod("annotations: {kubernetes.io/config.mirror: x}")));
    }

    @Test
    void namespacesOfTheSystemAreLeftOut() {
        var pod = pod(ANNOTATED)
                .edit()
                .editMetadata()
                .withNamespace("kube-system")
                .endMetadata()
                .build();
        assertReason("namespace kube-system is left out", found(pod, namespace("")));
    }

    @Test
    void aPodThatIsOnlySaidToBeInjectedIsIncomplete() {
        var found = found(pod("annotations: {diy-service-mesh/injected: v2}"));
        assertEquals(Kind.INCOMPLETE, found.kind());
        assertReason("no container mesh-netinit and no mesh-proxy", found);
    }

    @ParameterizedTest
    @CsvSource({"mesh-netinit,", ",mesh-proxy"})
    void eachOfBothContainersIsMissed(String init, String app) {
        assertEquals(Kind.INCOMPLETE, found(injected("v2", init, app)).kind());
    }

    @Test
    void theProxyMayBeOfEitherOrder() {
        assertEquals(Optional.empty(), judge(injected("v2", "mesh-netinit", "mesh-proxy"), namespace(LABELLED)));
    }

    @Test
    void aProxyOfAnotherVersionIsBehind() {
        var found = found(injected("v1", "mesh-netinit", "mesh-proxy"));
        assertEquals(Kind.OUTDATED, found.kind());
        assertReason("version v1; new pods get v2", found);
    }

    @ParameterizedTest
    @CsvSource({"Succeeded", "Failed"})
    void aPodThatHasEndedIsNotMissed(String phase) {
        var pod = pod("").edit().withNewStatus().withPhase(phase).endStatus().build();
        assertEquals(Optional.empty(), judge(pod, namespace(LABELLED)));
    }

    @ParameterizedTest
    @CsvSource({
        "ReplicaSet, app-b-5d9c, kubectl rollout restart deployment/app-b -n shop",
        "StatefulSet, db, kubectl rollout restart statefulset/db -n shop",
        "DaemonSet, agent, kubectl rollout restart daemonset/agent -n shop",
        "ReplicaSet, own, 'kubectl delete pod -n shop, each pod of ReplicaSet own, one after the other'",
        "Job, sum, 'kubectl get job/sum -n shop -o yaml | kubectl replace --force -f -, or wait for the next one'",
        "Rollout, app, 'have Rollout app make its pods anew, in namespace shop'"
    })
    void theRemedyIsThatOfItsOwner(String kind, String name, String remedy) {
        var pod = pod("").edit()
                .editMetadata()
                .editFirstOwnerReference()
                .withKind(kind)
                .withName(name)
                .endOwnerReference()
                .endMetadata()
                .build();
        assertEquals(remedy, found(pod).remedy());
    }

    @Test
    void aPodThatNobodyMadeIsReplaced() {
        var pod = pod("").edit()
                .editMetadata()
                .withOwnerReferences()
                .endMetadata()
                .build();
        assertEquals(
                "kubectl get pod/app-b-5d9c-x -n shop -o yaml | kubectl replace --force -f -",
                found(pod).remedy());
    }

    private static Unmeshed found(Pod pod) {
        return found(pod, namespace(LABELLED));
    }

    private static Unmeshed found(Pod pod, Namespace namespace) {
        return judge(pod, namespace).orElseThrow();
    }

    /** Of what is remembered of them, which must be enough. */
    private static Optional<Unmeshed> judge(Pod pod, Namespace namespace) {
        return Unmeshed.of(Trimmed.pod(pod), Trimmed.namespace(namespace), "v2");
    }

    private static void assertReason(String part, Unmeshed found) {
        assertTrue(found.reason().contains(part), found::toString);
    }

    private static String written(String field, String when) {
        return "\n  managedFields: [{time: \"%s\", fieldsV1: {\"f:metadata\": {\"%s\": {\"f:diy-service-mesh/inject\": {}}}}}]"
                .formatted(when, field);
    }

    private static Namespace namespace(String metadata) {
        var yaml = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  " + metadata + "\n";
        return Serialization.unmarshal(yaml, Namespace.class);
    }

    private static Pod pod(String metadata) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: app-b-5d9c-x
                  namespace: shop
                  creationTimestamp: "2026-11-26T10:00:00Z"
                  labels: {pod-template-hash: 5d9c, more: labels}
                  ownerReferences:
                  - {apiVersion: apps/v1, kind: ReplicaSet, name: app-b-5d9c, uid: "1", controller: true}
                  %s
                spec:
                  containers: [{name: app, image: app, env: [{name: A, value: b}]}]
                status: {phase: Running}
                """.formatted(metadata), Pod.class);
    }

    private static Pod injected(String version, String init, String app) {
        return pod("annotations: {diy-service-mesh/injected: %s}".formatted(version))
                .edit()
                .editSpec()
                .addNewInitContainer()
                .withName(init == null ? "other" : init)
                .endInitContainer()
                .addNewContainer()
                .withName(app == null ? "another" : app)
                .endContainer()
                .endSpec()
                .build();
    }
}
