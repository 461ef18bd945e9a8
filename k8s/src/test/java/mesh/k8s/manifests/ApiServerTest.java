package mesh.k8s.manifests;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real API server makes of the manifests: takes them, serves their kinds, and asks the webhook only what it should. */
class ApiServerTest {
    private static Installed installed;

    @BeforeAll
    @Timeout(value = 25, unit = TimeUnit.MINUTES) // on a new machine its programs are built first
    static void install() throws Exception {
        installed = Installed.start(26_943);
        installed.giveAccount("kube-system");
        installed.namespace("plain");
        installed.awaitWebhooks();
    }

    @AfterAll
    static void stop() {
        if (installed != null) {
            installed.close();
        }
    }

    @Test
    void theOtherOverlaysAreTakenToo() throws IOException {
        for (var folder : List.of(Rendered.BASE, Rendered.DEV)) {
            Rendered.of(folder).objects().forEach(installed::dryRun);
        }
    }

    @Test
    void bothKindsAreServed() throws Exception {
        for (var name : List.of("trafficpolicies.diymesh.dev", "httproutes.gateway.networking.k8s.io")) {
            eventually(name + " is established", () -> conditions(name).get("Established"), "True"::equals);
            assertEquals("True", conditions(name).get("NamesAccepted"), name);
            assertEquals(null, conditions(name).get("NonStructuralSchema"), name);
        }
    }

    private static Map<String, String> conditions(String crd) {
        var conditions = new TreeMap<String, String>();
        CustomResourceDefinition found = installed
                .client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(crd)
                .get();
        found.getStatus()
                .getConditions()
                .forEach(condition -> conditions.put(condition.getType(), condition.getStatus()));
        return conditions;
    }

    @ParameterizedTest(name = "in {0}, inject: {1} -> {2}")
    @CsvSource(
            nullValues = "none",
            value = {
                "mesh-demo,   none,  namespaced-pods.inject.diymesh.dev",
                "mesh-demo,   true,  pods.inject.diymesh.dev",
                "mesh-demo,   yes,   pods.inject.diymesh.dev",
                "mesh-demo,   false, none",
                "plain,       none,  none",
                "plain,       true,  pods.inject.diymesh.dev",
                "plain,       false, none",
                "kube-system, none,  none",
                "kube-system, true,  none",
                "mesh-system, none,  none",
                "mesh-system, true,  none"
            })
    void aPodWaitsForTheWebhookOnlyWhereItIsToBeMeshed(String namespace, String inject, String refusedBy) {
        var pod = Pods.pod(namespace, "pod", inject);
        if (refusedBy == null) {
            installed.dryRun(pod);
        } else {
            var refused = assertThrows(KubernetesClientException.class, () -> installed.dryRun(pod));
            assertTrue(
                    refused.getMessage().contains("failed calling webhook \"" + refusedBy + "\""), refused::getMessage);
        }
    }

    @Test
    void theWebhookIsAskedOfAnnotationsWhereverTheyStand() {
        var template = "{metadata: {labels: {app: a}, annotations: {diy-service-mesh/debug: 'true'}}, spec: %s}"
                .formatted(POD);
        assertAsked("annotations.validate.diymesh.dev", """
                apiVersion: v1
                kind: Service
                metadata: {name: a, namespace: plain, annotations: {diy-service-mesh/opaque-ports: '1'}}
                spec: {ports: [{port: 1}]}
                """);
        assertAsked("annotations.validate.diymesh.dev", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: a, namespace: plain}
                spec: {selector: {matchLabels: {app: a}}, template: %s}
                """.formatted(template));
        assertAsked("annotations.validate.diymesh.dev", """
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: a, namespace: plain}
                spec: {schedule: '1 1 1 1 1', jobTemplate: {spec: {template: %s}}}
                """.formatted(
                        template.replace("containers:", "restartPolicy: Never, containers:")));
        assertAsked("annotations.validate.diymesh.dev, namespaces.inject.diymesh.dev", """
                apiVersion: v1
                kind: Namespace
                metadata: {name: annotated, annotations: {diy-service-mesh/inject: 'true'}}
                """);
        assertAsked("namespaces.inject.diymesh.dev", """
                apiVersion: v1
                kind: Namespace
                metadata: {name: labelled, labels: {diy-service-mesh/inject: 'true'}}
                """);
    }

    @Test
    void theWebhookIsNotAskedOfWhatIsNotOurs() {
        assertAsked("", """
                apiVersion: v1
                kind: Namespace
                metadata: {name: other, annotations: {other: x}}
                """);
        assertAsked("", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: other, namespace: plain, annotations: {other: x}}
                spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}, spec: %s}}
                """.formatted(POD));
        assertAsked("", """
                apiVersion: v1
                kind: Service
                metadata: {name: ours, namespace: kube-system, annotations: {diy-service-mesh/opaque-ports: '1'}}
                spec: {ports: [{port: 1}]}
                """);
    }

    @Test
    void aTrafficPolicyWaitsForTheWebhookAndARouteDoesNot() {
        assertAsked("httproutes.validate.diymesh.dev", ROUTE.formatted("asked"));
        var refused = assertThrows(KubernetesClientException.class, () -> installed.create("""
                apiVersion: diymesh.dev/v1alpha1
                kind: TrafficPolicy
                metadata: {name: asked, namespace: plain}
                spec: {targetRef: {name: app-b}}
                """));
        assertTrue(refused.getMessage().contains("trafficpolicies.validate.diymesh.dev"), refused::getMessage);
    }

    /** Creates it, and compares which webhooks were not reached on the way. */
    private static void assertAsked(String webhooks, String yaml) {
        var before = installed.letIn();
        installed.create(yaml);
        var asked = new TreeMap<>(installed.letIn());
        asked.replaceAll((name, count) -> count - before.getOrDefault(name, 0));
        asked.values().removeIf(count -> count == 0);
        assertEquals(webhooks, String.join(", ", asked.keySet()), yaml);
    }

    @Test
    void theStandInForHttpRouteKeepsWhatItDoesNotNameAndRefusesWrongTypes() {
        var route = ROUTE.formatted("kept").replace("parentRefs:", "later: {field: 1}\n  parentRefs:");
        installed.create(route);
        assertEquals(Map.of("field", 1), route("kept", "plain").<Map<String, Object>>get("spec", "later"));
        var refused = assertThrows(
                KubernetesClientException.class,
                () -> routes("plain")
                        .resource(new KubernetesSerialization()
                                .unmarshal(
                                        ROUTE.formatted("wrong").replace("weight: 1", "weight: much"),
                                        GenericKubernetesResource.class))
                        .create());
        assertTrue(refused.getMessage().contains("spec.rules[0].backendRefs[0].weight"), refused::getMessage);
    }

    @Test // with its own rights, and its own program
    void theJobAppliesTheRouteOnceItsKindIsServed(@TempDir Path folder) throws Exception {
        var job = Rendered.of(Rendered.KIND).workloads().stream()
                .filter(workload -> workload.name().equals("apply-route"))
                .findFirst()
                .orElseThrow()
                .containers()
                .getFirst();
        var file =
                Rendered.of(Rendered.KIND).one(ConfigMap.class, "app-b-route").getData();
        Files.writeString(folder.resolve("app-b-route.yaml"), file.get("app-b-route.yaml"));
        Files.writeString(folder.resolve("token"), token("apply-route"));
        Files.copy(certificate(), folder.resolve("ca.crt"));

        var name = "httproutes.gateway.networking.k8s.io";
        var crd = installed
                .client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(name);
        crd.delete();
        eventually("it is gone", () -> crd.get() == null);
        var program = job.getCommand().getLast();
        var log = folder.resolve("log");
        var builder = new ProcessBuilder(
                        "bash",
                        "-ec",
                        program.replace(
                                        "https://kubernetes.default.svc",
                                        "https://127.0.0.1:" + installed.api().port())
                                .replace("@/samples/", "@" + folder + "/"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("credentials", folder.toString());
        var running = builder.start();
        try {
            eventually("it waits", () -> Files.readString(log).contains("again in a second"));
            installed.apply(Rendered.of(Rendered.KIND).one(CustomResourceDefinition.class, name));
            assertTrue(running.waitFor(60, TimeUnit.SECONDS), () -> "it ends");
            assertEquals(0, running.exitValue(), Files.readString(log));
        } finally {
            running.destroy();
        }
        List<Map<String, Object>> rules = route("app-b", "mesh-demo").get("spec", "rules");
        assertEquals(new ObjectMapper().readTree("""
                        [{"backendRefs": [{"name": "app-b", "port": 8080, "weight": 90},
                                          {"name": "app-b2", "port": 8080, "weight": 10}]}]
                        """), new ObjectMapper().valueToTree(rules));
    }

    private static GenericKubernetesResource route(String name, String namespace) {
        return routes(namespace).withName(name).get();
    }

    private static NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            routes(String namespace) {
        return installed
                .client()
                .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                .inNamespace(namespace);
    }

    private static String token(String account) {
        return installed
                .client()
                .serviceAccounts()
                .inNamespace("mesh-demo")
                .withName(account)
                .tokenRequest(new TokenRequest())
                .getStatus()
                .getToken();
    }

    /** As the kubeconfig names it. */
    private static Path certificate() throws IOException {
        var kubeconfig = Files.readString(installed.api().kubeconfig(""));
        return Path.of(new KubernetesSerialization()
                .unmarshal(kubeconfig, JsonNode.class)
                .at("/clusters/0/cluster/certificate-authority")
                .asText());
    }

    private static final String POD = "{containers: [{name: app, image: 'app:1'}]}";

    private static final String ROUTE = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: %s, namespace: plain}
            spec:
              parentRefs: [{group: "", kind: Service, name: app-b}]
              rules: [{backendRefs: [{name: app-b, port: 80, weight: 1}]}]
            """;
}
