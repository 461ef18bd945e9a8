package mesh.webhook.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import mesh.webhook.inject.Injection.Injected;
import mesh.webhook.inject.Injection.Left;
import mesh.webhook.inject.Injection.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InjectionTest {
    static final InjectorSettings SETTINGS = new InjectorSettings(
            "1.2.3", "netinit:1", "proxy:1", "debug:1", "IfNotPresent", "controlplane.mesh-system:15010", false);

    @Test
    void theInjectedPodIsThatOfTheGoldenFile() throws IOException {
        golden("pod.yaml", injected(asking(pod())));
    }

    @Test
    void theClassicOrderIsThatOfItsGoldenFile() throws IOException {
        golden("classic.yaml", injected(annotated(asking(pod()), "sidecar", "classic")));
    }

    @ParameterizedTest
    @CsvSource({"true,false,true", "true,true,true", "false,true,false", ",true,true", ",false,false"})
    void thePodsOwnWordCountsBeforeItsNamespaces(String own, boolean namespaceAsks, boolean meshed) {
        var pod = own == null ? pod() : annotated(pod(), "inject", own);
        assertEquals(meshed, Injection.of(pod, namespaceAsks, SETTINGS) instanceof Injected);
    }

    @Test
    void askedAboutItsOwnAnswerItChangesNothing() {
        var once = injected(asking(pod()));
        assertInstanceOf(Left.class, Injection.of(once, true, SETTINGS));
        assertInstanceOf(Left.class, Injection.of(annotated(once, "sidecar", "classic"), true, SETTINGS));
    }

    @Test
    void whatOthersPutBeforeOursComesBehindAgain() {
        var theirs = new ContainerBuilder().withName("theirs").build();
        var first = new PodBuilder(injected(asking(pod())));
        first.editSpec().addToInitContainers(0, theirs).endSpec();
        assertEquals(
                List.of("mesh-netinit", "mesh-proxy", "theirs"),
                names(injected(first.build()).getSpec().getInitContainers()));
    }

    @Test
    void thePodsOwnInitContainersRunAfterTheProxyIsReady() {
        var own = new PodBuilder(annotated(asking(pod()), "debug", "true"));
        own.editSpec().addNewInitContainer().withName("own").endInitContainer().endSpec();
        var pod = injected(own.build());
        assertEquals(
                List.of("mesh-netinit", "mesh-proxy", "mesh-debug", "own"),
                names(pod.getSpec().getInitContainers()));
        assertEquals(List.of("app"), names(pod.getSpec().getContainers()));
    }

    @Test
    void annotationsReachNetinitAndTheProxysResources() {
        var pod = annotated(
                annotated(asking(pod()), "skip-outbound-ports", "3306,9000-9010"), "proxy-memory-limit", "1Gi");
        var containers = injected(pod).getSpec().getInitContainers();
        assertEquals(
                "MESH_SKIP_OUTBOUND_PORTS",
                containers.get(0).getEnv().getFirst().getName());
        assertEquals("3306,9000-9010", containers.get(0).getEnv().getFirst().getValue());
        assertEquals(
                "1Gi",
                containers.get(1).getResources().getLimits().get("memory").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inject|yes|write one of [true, false]",
                "sidecar|modern|write one of [native, classic]",
                "skip-inbound-ports|22,x|write ports and ranges of ports",
                "skip-inbound-ports|70000|write ports and ranges of ports",
                "skip-outbound-cidrs|10.0.0.1/8|write address blocks",
                "nfqueue|65536|is no number from 0 to 65535",
                "iptables-backend|ebpf|write one of [auto, nft, legacy]",
                "proxy-cpu-limit|-1|is no quantity",
                "proxy-memory-limit|lots|is no quantity",
                "injct|true|there is no such annotation; those of a pod are diy-service-mesh/inject,"
            })
    void aMistakeIsToldWithItsKeyValueAndWhatIsAccepted(String name, String value, String told) {
        var refused = refused(annotated(asking(pod()), name, value));
        assertTrue(refused.contains("diy-service-mesh/" + name) && refused.contains("'" + value + "'"), refused);
        assertTrue(refused.contains(told), refused);
    }

    @ParameterizedTest
    @ValueSource(ints = {15001, 15006, 15008, 15020})
    void thePortsOfTheProxyAreItsOwn(int port) {
        var pod = changed(asking(pod()), spec -> {
            spec.getContainers()
                    .getFirst()
                    .setPorts(
                            List.of(new io.fabric8.kubernetes.api.model.ContainerPort(port, null, null, null, "TCP")));
            return spec;
        });
        assertTrue(refused(pod).contains("containerPort " + port), refused(pod));
    }

    @Test
    void whoWouldPassByTheMeshUnseenIsRefused() {
        assertTrue(refused(changed(asking(pod()), spec -> {
                    spec.setHostNetwork(true);
                    return spec;
                }))
                .contains("spec.hostNetwork"));
        var user = new PodBuilder(asking(pod()))
                .editSpec()
                .withNewSecurityContext()
                .withRunAsUser(1337L)
                .endSecurityContext()
                .endSpec()
                .build();
        assertTrue(refused(user).contains("runAsUser is 1337"));
        var group = new PodBuilder(asking(pod()));
        group.editSpec()
                .editContainer(0)
                .withNewSecurityContext()
                .withRunAsGroup(1337L)
                .endSecurityContext()
                .endContainer()
                .endSpec();
        assertTrue(refused(group.build()).contains("container app: runAsGroup is 1337"));
    }

    @Test
    void aPodThatWasInjectedByHandIsRefused() {
        var pod = new PodBuilder(asking(pod()))
                .editSpec()
                .addNewContainer()
                .withName("mesh-proxy")
                .endContainer()
                .endSpec()
                .build();
        assertTrue(refused(pod).contains("container mesh-proxy"));
        assertTrue(refused(annotated(asking(pod()), "injected", "1.2.3")).contains("no container mesh-netinit"));
    }

    @Test
    void aPodOfTwoHundredContainersIsInjectedLikeAnyOther() {
        var pod = new PodBuilder(asking(pod()));
        pod.editSpec()
                .addAllToContainers(IntStream.range(0, 200)
                        .mapToObj(i -> new ContainerBuilder().withName("c" + i).build())
                        .toList())
                .endSpec();
        assertEquals(201, injected(pod.build()).getSpec().getContainers().size());
    }

    @Test
    void aPodOnWindowsStaysAsItIsAndItsAuthorIsTold() {
        var left = assertInstanceOf(
                Left.class,
                Injection.of(
                        changed(asking(pod()), spec -> {
                            spec.setNodeSelector(java.util.Map.of("kubernetes.io/os", "windows"));
                            return spec;
                        }),
                        true,
                        SETTINGS));
        assertEquals(1, left.warnings().size());
    }

    private static void golden(String name, Pod pod) throws IOException {
        var file = Path.of("src/test/golden", name);
        assertEquals(
                Files.readString(file),
                Serialization.asYaml(pod),
                "the new text, if it is right, belongs into " + file);
    }

    private static Pod injected(Pod pod) {
        return assertInstanceOf(Injected.class, Injection.of(pod, false, SETTINGS))
                .pod();
    }

    private static String refused(Pod pod) {
        return String.join(
                "\n",
                assertInstanceOf(Refused.class, Injection.of(pod, false, SETTINGS))
                        .reasons());
    }

    private static List<String> names(List<Container> containers) {
        return containers.stream().map(Container::getName).toList();
    }

    static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName("shop-7d9f-")
                .addToLabels("pod-template-hash", "7d9f")
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("ReplicaSet")
                .withName("shop-7d9f")
                .withUid("1")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("shop:2")
                .endContainer()
                .endSpec()
                .build();
    }

    static Pod asking(Pod pod) {
        return annotated(pod, "inject", "true");
    }

    static Pod annotated(Pod pod, String name, String value) {
        return new PodBuilder(pod)
                .editMetadata()
                .addToAnnotations("diy-service-mesh/" + name, value)
                .endMetadata()
                .build();
    }

    private static Pod changed(Pod pod, UnaryOperator<PodSpec> change) {
        pod.setSpec(change.apply(pod.getSpec()));
        return pod;
    }
}
