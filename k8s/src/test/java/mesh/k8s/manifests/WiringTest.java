package mesh.k8s.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ServiceReference;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What names something else names something that is there. */
class WiringTest {
    static Stream<Rendered> overlays() throws IOException {
        return Rendered.all();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyNamespacedObjectIsInANamespaceThatComesBeforeIt(Rendered rendered) {
        var before = new java.util.HashSet<String>();
        for (var object : rendered.objects()) {
            if (object instanceof Namespace namespace) {
                before.add(namespace.getMetadata().getName());
            } else if (object instanceof Namespaced) {
                assertTrue(before.contains(object.getMetadata().getNamespace()), () -> text(object));
            }
        }
    }

    @Test // else they would start without a proxy, and stay so
    void theSamplesComeAfterTheWebhookConfigurations() throws IOException {
        var rendered = Rendered.of(Rendered.KIND);
        var mutating = rendered.one(MutatingWebhookConfiguration.class, "diy-service-mesh");
        int asked = rendered.objects().indexOf(mutating);
        var samples = rendered.workloads().stream()
                .filter(workload ->
                        workload.object().getMetadata().getNamespace().equals("mesh-demo"))
                .toList();
        assertEquals(List.of("app-b", "app-b2", "app-a", "apply-route"), names(samples));
        for (var workload : samples) {
            assertTrue(asked < rendered.objects().indexOf(workload.object()), workload::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyObjectSaysWhatItIsPartOf(Rendered rendered) {
        for (var object : rendered.objects()) {
            if (!object.getMetadata().getName().endsWith("gateway.networking.k8s.io")) { // not the mesh's
                assertEquals(
                        "diy-service-mesh",
                        object.getMetadata().getLabels().get("app.kubernetes.io/part-of"),
                        () -> text(object));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void selectorsFindPods(Rendered rendered) {
        for (var service : rendered.all(Service.class)) {
            var found = selected(rendered, service, service.getSpec().getSelector());
            assertEquals(1, found.size(), () -> text(service));
            for (var port : service.getSpec().getPorts()) {
                assertTrue(hasPort(found.getFirst(), port.getTargetPort()), () -> text(service) + ": " + port);
            }
        }
        for (var deployment : rendered.all(Deployment.class)) {
            var found = selected(
                    rendered, deployment, deployment.getSpec().getSelector().getMatchLabels());
            assertEquals(List.of(deployment.getMetadata().getName()), names(found), () -> text(deployment));
        }
        for (var budget : rendered.all(PodDisruptionBudget.class)) {
            var found =
                    selected(rendered, budget, budget.getSpec().getSelector().getMatchLabels());
            assertEquals(List.of(budget.getMetadata().getName()), names(found), () -> text(budget));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void whatIsNotAllowedToThemIsRefusedByThePodsOfTheMesh(Rendered rendered) {
        var nobody = rendered.one(NetworkPolicy.class, "nobody").getSpec();
        assertEquals(Map.of(), nobody.getPodSelector().getMatchLabels());
        assertEquals(List.of("Ingress"), nobody.getPolicyTypes());
        assertEquals(List.of(), nobody.getIngress());

        for (var policy : rendered.all(NetworkPolicy.class)) {
            var found =
                    selected(rendered, policy, policy.getSpec().getPodSelector().getMatchLabels());
            for (var rule : policy.getSpec().getIngress()) {
                for (var port : rule.getPorts()) {
                    assertTrue(
                            !found.isEmpty() && found.stream().allMatch(pod -> hasPort(pod, port.getPort())),
                            () -> text(policy) + ": " + port);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void podsRunAsServiceAccountsThatAreThere(Rendered rendered) {
        for (var workload : rendered.workloads()) {
            var account = workload.template().getSpec().getServiceAccountName();
            if (account != null) {
                var found = rendered.one(ServiceAccount.class, account);
                assertEquals(
                        workload.object().getMetadata().getNamespace(),
                        found.getMetadata().getNamespace());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theApiServerIsSentToTheServiceOfTheWebhook(Rendered rendered) {
        var mutating = rendered.one(MutatingWebhookConfiguration.class, "diy-service-mesh").getWebhooks().stream()
                .map(webhook -> webhook.getClientConfig().getService());
        var validating = rendered.one(ValidatingWebhookConfiguration.class, "diy-service-mesh").getWebhooks().stream()
                .map(webhook -> webhook.getClientConfig().getService());
        var asked = Stream.concat(mutating, validating).toList();
        assertEquals(6, asked.size());
        for (var reference : asked) {
            var service = rendered.one(Service.class, reference.getName());
            assertEquals(service.getMetadata().getNamespace(), reference.getNamespace());
            assertTrue(
                    service.getSpec().getPorts().stream().anyMatch(port -> port.getPort() == 443), "the default port");
        }
        assertEquals(
                Set.of("/mutate", "/mutate/namespaced", "/validate"),
                asked.stream().map(ServiceReference::getPath).collect(Collectors.toSet()));
    }

    private static List<Workload> selected(Rendered rendered, HasMetadata by, Map<String, String> labels) {
        return rendered.workloads().stream()
                .filter(workload -> workload.object()
                        .getMetadata()
                        .getNamespace()
                        .equals(by.getMetadata().getNamespace()))
                .filter(workload ->
                        workload.template().getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    private static boolean hasPort(Workload workload, IntOrString port) {
        return workload.containers().stream()
                .flatMap(container -> container.getPorts().stream())
                .anyMatch(declared -> declared.getName().equals(port.getStrVal()));
    }

    private static List<String> names(List<Workload> workloads) {
        return workloads.stream().map(Workload::name).toList();
    }

    private static String text(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }
}
