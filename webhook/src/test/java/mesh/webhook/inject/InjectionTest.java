package mesh.webhook.inject;

import static mesh.webhook.inject.Samples.SETTINGS;
import static mesh.webhook.inject.Samples.asking;
import static mesh.webhook.inject.Samples.container;
import static mesh.webhook.inject.Samples.injected;
import static mesh.webhook.inject.Samples.left;
import static mesh.webhook.inject.Samples.names;
import static mesh.webhook.inject.Samples.pod;
import static mesh.webhook.inject.Samples.read;
import static mesh.webhook.inject.Samples.refusals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InjectionTest {
    private static final Path GOLDEN = Path.of("src/test/golden");

    @Test
    void aPodOfADeploymentMatchesItsGoldenFile() throws IOException {
        var injected = injected(read(Files.readString(GOLDEN.resolve("pod.yaml"))));
        assertEquals(Files.readString(GOLDEN.resolve("pod-injected.yaml")), Serialization.asYaml(injected));
    }

    @Test
    void inTheClassicOrderTheProxyIsTheFirstContainerAndTheOthersWaitForIt() {
        var classic = injected(pod(Map.of("diy-service-mesh/inject", "true", "diy-service-mesh/sidecar", "classic"))
                .build());
        assertEquals(List.of("mesh-netinit"), names(classic.getSpec().getInitContainers()));
        assertEquals(List.of("mesh-proxy", "app"), names(classic.getSpec().getContainers()));
        var proxy = classic.getSpec().getContainers().getFirst();
        assertEquals(
                "mesh.proxy.AwaitReady",
                proxy.getLifecycle().getPostStart().getExec().getCommand().getLast());
        assertEquals(null, proxy.getRestartPolicy());
        assertEquals(
                "app",
                classic.getMetadata().getAnnotations().get("kubectl.kubernetes.io/default-container"),
                "kubectl logs is about the app still");
    }

    @ParameterizedTest(name = "pod says {0}, namespace asks: {1} -> {2}")
    @CsvSource(
            nullValues = "nothing",
            value = {
                "nothing, false, Left",
                "nothing, true, Injected",
                "true, false, Injected",
                "true, true, Injected",
                "false, true, Left",
                "false, false, Left",
                "yes, true, Refused",
            })
    void thePodsWordCountsBeforeItsNamespaces(String says, boolean namespaceAsks, String outcome) {
        Map<String, String> annotations = says == null ? Map.of() : Map.of("diy-service-mesh/inject", says);
        assertEquals(
                outcome,
                Injection.of(pod(annotations).build(), namespaceAsks, SETTINGS)
                        .getClass()
                        .getSimpleName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "classic"})
    void whatIsInjectedAlreadyStaysAsItIs(String sidecar) {
        var once = injected(pod(Map.of("diy-service-mesh/inject", "true", "diy-service-mesh/sidecar", sidecar))
                .build());
        assertEquals("it is injected already", left(once).why());
    }

    @Test
    void oursAreInFrontAgainWhenAnotherHasPutContainersThere() {
        var once = injected(asking().build());
        var pushed = new PodBuilder(once)
                .editSpec()
                .addToInitContainers(0, container("vault"))
                .endSpec()
                .build();
        var again = injected(pushed);
        assertEquals(
                List.of("mesh-netinit", "mesh-proxy", "vault"),
                names(again.getSpec().getInitContainers()));
        assertEquals(once.getSpec().getVolumes(), again.getSpec().getVolumes());
        left(again);
    }

    @Test
    void theClassicProxyIsTheFirstContainerAgain() {
        var classic = injected(pod(Map.of("diy-service-mesh/inject", "true", "diy-service-mesh/sidecar", "classic"))
                .build());
        var pushed = new PodBuilder(classic)
                .editSpec()
                .addToContainers(0, container("agent"))
                .endSpec()
                .build();
        assertEquals(
                List.of("mesh-proxy", "agent", "app"),
                names(injected(pushed).getSpec().getContainers()));
    }

    @Test
    void whatAnotherHasAddedSinceIsLookedAtToo() {
        var late = new PodBuilder(injected(asking().build()))
                .editSpec()
                .addNewContainer()
                .withName("late")
                .withNewSecurityContext()
                .withRunAsUser(1337L)
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
        assertContains(refusals(late), "container late: runAsUser is 1337");
    }

    @Test
    void anAnnotationThatSaysInjectedWithoutContainersIsRefused() {
        var copied = pod(Map.of("diy-service-mesh/inject", "true", "diy-service-mesh/injected", "1"))
                .build();
        assertContains(refusals(copied), "it has no container mesh-netinit, mesh-proxy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mesh-proxy", "mesh-netinit", "mesh-debug"})
    void aPodInjectedByHandIsRefused(String name) {
        var byHand =
                asking().editSpec().addToContainers(container(name)).endSpec().build();
        assertContains(refusals(byHand), "container " + name + ": the mesh calls its own so");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{hostNetwork: true, containers: [{name: a}]} | spec.hostNetwork is true",
                "{securityContext: {runAsUser: 1337}, containers: [{name: a}]} | spec.securityContext: runAsUser is 1337",
                "{securityContext: {runAsGroup: 1337}, containers: [{name: a}]} | spec.securityContext: runAsGroup is 1337",
                "{containers: [{name: a, securityContext: {runAsUser: 1337}}]} | container a: runAsUser is 1337",
                "{containers: [{name: a}], initContainers: [{name: i, securityContext: {runAsGroup: 1337}}]}"
                        + " | container i: runAsGroup is 1337",
                "{containers: [{name: a, ports: [{containerPort: 15001}]}]} | container a: containerPort 15001",
                "{containers: [{name: a, ports: [{containerPort: 15006}]}]} | container a: containerPort 15006",
                "{containers: [{name: a, ports: [{containerPort: 15008}]}]} | container a: containerPort 15008",
                "{containers: [{name: a, ports: [{containerPort: 80}, {containerPort: 15020, protocol: TCP}]}]}"
                        + " | container a: containerPort 15020",
            })
    void whatCannotBeMeshedIsRefusedAndSaysWhere(String spec, String message) {
        assertContains(refusals(withSpec(spec)), message);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        var reasons = refusals(
                withSpec(
                        "{hostNetwork: true, containers: [{name: a, ports: [{containerPort: 15001}, {containerPort: 15006}]}]}"));
        assertEquals(3, reasons.size(), reasons::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{containers: [{name: a, ports: [{containerPort: 15008, protocol: UDP}]}]}", // rules are for TCP
                "{containers: [{name: a, securityContext: {runAsUser: 0}}]}",
                "{containers: [{name: mesh-proxy-of-mine}]}",
                "{containers: []}",
                "{containers: null, initContainers: null, volumes: null}",
                "{}",
                "{containers: [{name: a, ports: null, securityContext: null}], securityContext: null, nodeSelector: null}",
            })
    void whatIsUnusualOnlyIsInjected(String spec) {
        var init = injected(withSpec(spec)).getSpec().getInitContainers();
        assertEquals(List.of("mesh-netinit", "mesh-proxy"), names(init));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{os: {name: windows}}", "{nodeSelector: {kubernetes.io/os: windows}}"})
    void windowsIsLeftWithAWarning(String spec) {
        assertContains(left(withSpec(spec)).warnings(), "Windows");
    }

    @Test
    void theMirrorOfAStaticPodIsLeft() {
        var mirror = pod(Map.of("kubernetes.io/config.mirror", "0")).build();
        assertInstanceOf(Injection.Left.class, Injection.of(mirror, true, SETTINGS));
    }

    @Test
    void whatIsOtherThanItSeemsIsWarnedOf() {
        var pod = pod(Map.of("diy-service-mesh/inject", "true", "diy-service-mesh/sidecar", "classic"))
                .editSpec()
                .withInitContainers(container("migrate"))
                .withShareProcessNamespace(true)
                .endSpec()
                .build();
        var warnings = assertInstanceOf(Injection.Injected.class, Injection.of(pod, false, SETTINGS))
                .warnings();
        assertContains(warnings, "init containers run before the proxy");
        assertContains(warnings, "shareProcessNamespace");
    }

    @Test
    void whatThePodSaysOfItsOwnMetricsIsLeftAlone() {
        var own = pod(Map.of(
                        "diy-service-mesh/inject", "true", "prometheus.io/scrape", "true", "prometheus.io/port", "1"))
                .build();
        assertEquals("1", injected(own).getMetadata().getAnnotations().get("prometheus.io/port"));
    }

    @Test
    void theDefaultOfTheDebugContainerYieldsToThePod() {
        var always = new InjectorSettings("1", "n", "p", "d", "Always", "c:1", true);
        assertTrue(has("mesh-debug", Injection.of(asking().build(), false, always)));
        var not = pod(Map.of("diy-service-mesh/inject", "true", "diy-service-mesh/debug", "false"))
                .build();
        assertTrue(!has("mesh-debug", Injection.of(not, false, always)));
    }

    private static boolean has(String container, Injection injection) {
        var pod = assertInstanceOf(Injection.Injected.class, injection).pod();
        return names(pod.getSpec().getInitContainers()).contains(container);
    }

    @Test
    void onlyNetworkAdministratorsAreRootAndNobodyMayMore() {
        var pod = injected(pod(Map.of("diy-service-mesh/inject", "true", "diy-service-mesh/debug", "true"))
                .build());
        for (Container ours : pod.getSpec().getInitContainers()) {
            var context = ours.getSecurityContext();
            assertEquals(List.of("ALL"), context.getCapabilities().getDrop(), ours.getName());
            assertEquals(true, context.getReadOnlyRootFilesystem(), ours.getName());
            assertEquals(false, context.getAllowPrivilegeEscalation(), ours.getName());
            assertEquals("RuntimeDefault", context.getSeccompProfile().getType(), ours.getName());
            var isProxy = ours.getName().equals("mesh-proxy");
            assertEquals(isProxy ? 1337L : 0L, context.getRunAsUser(), ours.getName());
            assertEquals(
                    isProxy ? List.of() : List.of("NET_ADMIN", "NET_RAW"),
                    context.getCapabilities().getAdd(),
                    ours.getName());
        }
    }

    @Test
    void thePodThatIsGivenIsNotChanged() {
        var pod = asking().build();
        var before = Serialization.asYaml(pod);
        injected(pod);
        assertEquals(before, Serialization.asYaml(pod));
    }

    @Test
    void twoHundredContainersAreQuick() {
        var many = asking().editSpec()
                .addAllToContainers(IntStream.range(0, 200)
                        .mapToObj(i -> container("c" + i))
                        .toList())
                .endSpec()
                .build();
        injected(many); // loads classes
        assertTimeout(Duration.ofSeconds(1), () -> injected(many));
    }

    private static Pod withSpec(String spec) {
        return read("{metadata: {name: a, annotations: {diy-service-mesh/inject: 'true'}}, spec: %s}".formatted(spec));
    }

    private static void assertContains(List<String> messages, String part) {
        assertTrue(messages.stream().anyMatch(message -> message.contains(part)), messages::toString);
    }
}
