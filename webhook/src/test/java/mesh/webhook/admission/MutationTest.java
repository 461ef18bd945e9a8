package mesh.webhook.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.zjsonpatch.JsonPatch;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import mesh.webhook.inject.InjectorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent back to the API server as a patch, and what the object is after it. */
class MutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Mutation MUTATION =
            new Mutation(new InjectorSettings("1", "netinit", "proxy", "debug", "IfNotPresent", "c:1", false));

    @Test
    void aPatchOnlyAddsAndWhatTheModelDoesNotKnowIsStillThere() {
        var pod = (ObjectNode) object("""
                {apiVersion: v1, kind: Pod, newInV2: {a: [1]},
                 metadata: {name: a, newInV2: x, annotations: {diy-service-mesh/inject: 'true'}},
                 spec: {newInV2: [1, {b: null}], terminationGracePeriodSeconds: 5,
                        volumes: [{name: v, newKind: {c: d}}],
                        initContainers: [{name: i, newInV2: 1}],
                        containers: [{name: app, image: app, newInV2: {e: f}, resources: {requests: {cpu: 1000m}},
                                      ports: [{containerPort: 80, newInV2: true}], env: [{name: A, value: ''}]}]}}
                """);
        var verdict = MUTATION.of(create("Pod", pod), false);
        var patch = verdict.patch().orElseThrow();
        var operations = new TreeSet<String>();
        patch.forEach(operation -> operations.add(operation.path("op").asText()));
        assertEquals(Set.of("add"), operations, patch::toPrettyString);

        var after = (ObjectNode) JsonPatch.apply(patch, pod);
        assertTrue(after.at("/spec/initContainers/0/name").asText().equals("mesh-netinit"), after::toPrettyString);
        assertEquals(pod, withoutOurs(after.deepCopy()), "all else is as it was");
    }

    private static JsonNode withoutOurs(ObjectNode pod) {
        var annotations = (ObjectNode) pod.at("/metadata/annotations");
        annotations.retain("diy-service-mesh/inject");
        for (var list : List.of("initContainers", "volumes")) {
            var each = pod.at("/spec/" + list).elements();
            while (each.hasNext()) {
                if (each.next().path("name").asText().startsWith("mesh-")) {
                    each.remove();
                }
            }
        }
        return pod;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{metadata: {annotations: {diy-service-mesh/inject: 'true'}}, spec: {containers: [{name: a}]}}",
                "{metadata: {annotations: {diy-service-mesh/inject: 'true'}}, spec: {}}",
                "{metadata: {annotations: {diy-service-mesh/inject: 'true'}}, spec: {containers: null, volumes: null}}",
                "{metadata: {annotations: {diy-service-mesh/inject: 'true'}}, spec: {containers: [], initContainers: []}}",
            })
    void theAnswerToThePatchedPodChangesNothing(String yaml) {
        var pod = object(yaml);
        var patched =
                JsonPatch.apply(MUTATION.of(create("Pod", pod), false).patch().orElseThrow(), pod);
        var again = MUTATION.of(create("Pod", patched), false);
        assertEquals("left", again.outcome());
        assertTrue(again.patch().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{metadata: {}} | no spec",
                "{spec: {}} | no metadata",
                "{metadata: null, spec: {}} | no metadata",
                "{metadata: {}, spec: {containers: [null]}} | a container that is null",
                "{metadata: {}, spec: {containers: 7}} | cannot be read",
                "{metadata: {}, spec: x} | cannot be read",
                "{metadata: {annotations: [1]}, spec: {}} | cannot be read",
                "{metadata: {}, spec: {hostNetwork: {}}} | cannot be read",
            })
    void whatIsNoPodIsRefused(String yaml, String message) {
        var verdict = MUTATION.of(create("Pod", object(yaml)), true);
        assertEquals("refused", verdict.outcome());
        assertTrue(verdict.why().contains(message), verdict::why);
    }

    @Test
    void aPodThatIsThereAlreadyIsNotChanged() {
        var pod =
                object("{metadata: {annotations: {diy-service-mesh/inject: 'true'}}, spec: {containers: [{name: a}]}}");
        var update = new Review("1", "UPDATE", "Pod", "shop", "a", false, pod, pod);
        assertEquals("left", MUTATION.of(update, true).outcome());
    }

    @Test
    void twoHundredContainersAreQuick() {
        var yaml = new StringBuilder("{metadata: {name: a}, spec: {containers: [");
        for (int i = 0; i < 200; i++) {
            yaml.append(
                    "{name: c%d, image: i, env: [{name: A, value: b}], ports: [{containerPort: 80}]},".formatted(i));
        }
        var pod = object(yaml.append("]}}").toString());
        MUTATION.of(create("Pod", pod), true); // loads classes
        assertTimeout(Duration.ofSeconds(2), () -> MUTATION.of(create("Pod", pod), true));
    }

    @ParameterizedTest(name = "annotation {0} (was {2}), label {1} -> label {3}")
    @CsvSource(
            nullValues = "none",
            value = {
                "true,  none,  none,  true",
                "true,  true,  none,  true",
                "true,  false, none,  true",
                "false, true,  true,  false",
                "none,  true,  true,  none", // the annotation was removed
                "none,  true,  none,  true", // by hand
                "none,  false, true,  false", // by hand
                "none,  none,  none,  none",
                "yes,   true,  none,  true", // refused by validation
            })
    void aNamespacesLabelFollowsItsAnnotation(String annotation, String label, String before, String after) {
        var namespace = namespace(annotation, label);
        var review = new Review("1", "UPDATE", "Namespace", "", "shop", false, namespace, namespace(before, label));
        var patched = MUTATION.of(review, false)
                .patch()
                .map(patch -> JsonPatch.apply(patch, namespace))
                .orElse(namespace);
        assertEquals(
                after,
                patched.at("/metadata/labels").path("diy-service-mesh/inject").asText(null));
    }

    private static JsonNode namespace(String annotation, String label) {
        var metadata = JSON.createObjectNode();
        if (annotation != null) {
            metadata.putObject("annotations").put("diy-service-mesh/inject", annotation);
        }
        if (label != null) {
            metadata.putObject("labels").put("diy-service-mesh/inject", label);
        }
        return JSON.createObjectNode().set("metadata", metadata);
    }

    @Test
    void whatIsNotOursToChangeIsLeft() {
        assertEquals(
                "left",
                MUTATION.of(create("ConfigMap", object("{metadata: {}}")), true).outcome());
        assertEquals("left", MUTATION.of(create("Pod", null), true).outcome());
    }

    private static Review create(String kind, JsonNode object) {
        return new Review("1", "CREATE", kind, "shop", "a", false, object, null);
    }

    private static JsonNode object(String yaml) {
        return JSON.valueToTree(Serialization.unmarshal("---\n" + yaml, Object.class));
    }
}
