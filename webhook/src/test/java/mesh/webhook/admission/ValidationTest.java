package mesh.webhook.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about what people write. */
class ValidationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: Service, metadata: {annotations: {diy-service-mesh/opaque-ports: '3306, 5432'}}",
                "kind: Namespace, metadata: {annotations: {diy-service-mesh/inject: 'true'}}",
                "kind: Deployment, spec: {template: {metadata: {annotations: {diy-service-mesh/sidecar: classic}}}}",
                "kind: Deployment, spec: {template: {metadata: null}}",
                "kind: Deployment, spec: null, metadata: null",
                "kind: Service, metadata: {annotations: null}",
                "kind: Service, metadata: {annotations: [1]}",
                "kind: Service, metadata: 3",
            })
    void whatTheMeshCanUseIsAccepted(String fields) {
        var verdict = verdict(fields);
        assertTrue(verdict.allowed(), verdict::why);
        assertTrue(verdict.warnings().isEmpty(), verdict.warnings()::toString);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: Service, metadata: {annotations: {diy-service-mesh/opaque-ports: mysql}}"
                        + " | annotation diy-service-mesh/opaque-ports: 'mysql' is no port",
                "kind: Service, metadata: {annotations: {diy-service-mesh/inject: 'true'}}"
                        + " | annotation diy-service-mesh/inject: there is no such annotation of a Service",
                "kind: Namespace, metadata: {annotations: {diy-service-mesh/inject: 'yes'}} | write one of [true, false]",
                "kind: Namespace, metadata: {annotations: {diy-service-mesh/debug: 'true'}} | belong to pods",
                "kind: Deployment, spec: {template: {metadata: {annotations: {diy-service-mesh/sidecar: x}}}}"
                        + " | annotation diy-service-mesh/sidecar: 'x'",
                "kind: CronJob, spec: {jobTemplate: {spec: {template: {metadata: {annotations:"
                        + " {diy-service-mesh/injekt: x}}}}}} | there is no such annotation",
            })
    void anAnnotationThatTheMeshCouldNotUseIsRefused(String fields, String message) {
        var verdict = verdict(fields);
        assertEquals(422, verdict.code());
        assertTrue(verdict.why().contains(message), verdict::why);
    }

    @Test
    void anAnnotationWhereNobodyReadsItIsWarnedOf() {
        var verdict = verdict("kind: Deployment, metadata: {annotations: {diy-service-mesh/inject: 'true'}}");
        assertTrue(verdict.allowed());
        assertTrue(verdict.warnings().getFirst().contains("spec.template.metadata.annotations"), verdict::toString);
    }

    @Test
    void aPolicyThatTheControlPlaneWouldNotHeedIsRefused() {
        var verdict =
                verdict("apiVersion: diymesh.dev/v1alpha1, kind: TrafficPolicy, metadata: {name: p, namespace: n},"
                        + " spec: {targetRef: {kind: Service, name: a}, balancing: roulette}");
        assertEquals("refused", verdict.outcome());
        assertTrue(verdict.why().contains("balanc"), verdict::why);
    }

    @Test
    void aRouteThatTheMeshWouldNotUseIsKeptWithAWarning() {
        var verdict = verdict("apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute,"
                + " metadata: {name: r, namespace: n}, spec: {parentRefs: [{kind: Service, group: '', name: a}],"
                + " rules: [{backendRefs: [{name: b, port: 80, weight: -1}]}]}");
        assertTrue(verdict.allowed());
        assertTrue(verdict.warnings().getFirst().startsWith("the mesh will not use this route"), verdict::toString);
    }

    /** Such as a ReplicaSet from before the mesh, that a Deployment scales down; or one whose finalizer is taken. */
    @Test
    void aMistakeThatWasThereBeforeKeepsNobodyFromChangingTheRest() {
        var old = object("kind: ReplicaSet, spec: {replicas: 2, " + template("diy-service-mesh/debug: 'on'") + "}");
        var scaled = object("kind: ReplicaSet, spec: {replicas: 0, " + template("diy-service-mesh/debug: 'on'") + "}");
        var verdict = update(old, scaled);
        assertTrue(verdict.allowed(), verdict::why);
        assertTrue(verdict.warnings().getFirst().contains("diy-service-mesh/debug: 'on'"), verdict::toString);

        var worse = object("kind: ReplicaSet, spec: {replicas: 0, "
                + template("diy-service-mesh/debug: 'on', diy-service-mesh/sidecar: x") + "}");
        assertEquals(
                "annotation diy-service-mesh/sidecar: 'x' is not accepted; write one of [native, classic]",
                update(old, worse).why());
    }

    private static String template(String annotations) {
        return "template: {metadata: {annotations: {" + annotations + "}}}";
    }

    private static Verdict update(JsonNode before, JsonNode after) {
        return Validation.of(new Review("1", "UPDATE", after.path("kind").asText(), "n", "a", false, after, before));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TrafficPolicy", "HTTPRoute", "Service", "Namespace", "Deployment", "Pod", "Unheard", ""})
    void whatIsDeletedIsNotLookedAt(String kind) {
        assertTrue(Validation.of(new Review("1", "DELETE", kind, "n", "a", false, null, null))
                .allowed());
    }

    private static Verdict verdict(String fields) {
        var object = object(fields);
        var kind = object.path("kind").asText();
        return Validation.of(new Review("1", "CREATE", kind, "n", "a", false, object, null));
    }

    private static JsonNode object(String fields) {
        return JSON.valueToTree(Serialization.unmarshal("---\n{" + fields + "}", Object.class));
    }
}
