package mesh.k8s.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a cluster's owner asks of every container that we bring. */
class ContainersTest {
    static Stream<Arguments> containers() throws IOException {
        return Rendered.all()
                .flatMap(rendered -> rendered.workloads().stream())
                .flatMap(workload -> workload.containers().stream()
                        .map(container -> Arguments.of(workload, container.getName(), container)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("containers")
    void saysWhatItNeedsAndWhatItMayTake(Workload workload, String name, Container container) {
        var resources = container.getResources();
        assertTrue(resources.getRequests().containsKey("cpu"), "cpu requested");
        assertTrue(resources.getRequests().containsKey("memory"), "memory requested");
        assertTrue(resources.getLimits().containsKey("memory"), "memory limited");
        assertTrue(
                resources
                                .getRequests()
                                .get("memory")
                                .getNumericalAmount()
                                .compareTo(resources.getLimits().get("memory").getNumericalAmount())
                        <= 0,
                "asks for no more than it may take");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("containers")
    void isRestricted(Workload workload, String name, Container container) {
        var pod = workload.template().getSpec().getSecurityContext();
        assertEquals(true, pod.getRunAsNonRoot());
        assertTrue(pod.getRunAsUser() > 0);
        assertEquals("RuntimeDefault", pod.getSeccompProfile().getType());

        var own = container.getSecurityContext();
        assertEquals(false, own.getAllowPrivilegeEscalation());
        assertEquals(true, own.getReadOnlyRootFilesystem());
        assertEquals(List.of("ALL"), own.getCapabilities().getDrop());
        assertEquals(List.of(), own.getCapabilities().getAdd());
        assertTrue(own.getPrivileged() == null && own.getRunAsUser() == null, "nothing of the pod's is overruled");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("containers")
    void isWatched(Workload workload, String name, Container container) {
        if (!workload.serves()) {
            return; // a Job ends, which is all that is asked of it
        }
        for (var probe : List.of(
                probe("startup", container.getStartupProbe()),
                probe("readiness", container.getReadinessProbe()),
                probe("liveness", container.getLivenessProbe()))) {
            var port = probe.getHttpGet() != null
                    ? probe.getHttpGet().getPort()
                    : probe.getTcpSocket().getPort();
            assertTrue(
                    container.getPorts().stream()
                            .anyMatch(declared -> declared.getName().equals(port.getStrVal())),
                    "the probe's port is one of the container's: " + port);
        }
        assertTrue(
                seconds(container.getStartupProbe()) >= 60,
                "a busy machine takes a minute to start it, and that is fine");
    }

    private static Probe probe(String kind, Probe probe) {
        assertNotNull(probe, kind);
        return probe;
    }

    private static int seconds(Probe probe) {
        return probe.getPeriodSeconds() * probe.getFailureThreshold();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("containers")
    void isOfAnImageThatHasATag(Workload workload, String name, Container container) {
        var image = container.getImage();
        assertTrue(image.matches("(localhost:5001/)?diy-service-mesh/[a-z-]+:dev"), image);
        assertNotNull(container.getImagePullPolicy(), "said, not guessed from the tag");
    }

    @Test
    void whatIsPulledFromARegistryIsPulledFromThereWhollyAndNothingIsPulledElsewhere() throws IOException {
        for (var image : Rendered.of(Rendered.DEV).images()) {
            assertTrue(image.startsWith("localhost:5001/diy-service-mesh/"), image);
        }
        for (var image : Rendered.of(Rendered.KIND).images()) {
            assertTrue(image.startsWith("diy-service-mesh/"), image);
        }
        assertEquals(
                Stream.of("controlplane", "mesh-debug", "netinit", "proxy-loom", "sample-app", "webhook")
                        .map(image -> "diy-service-mesh/" + image + ":dev")
                        .toList(),
                Rendered.of(Rendered.KIND).images());
    }

    @Test
    void podsThatAreInjectedGetTheDebugContainerInTheOverlaysOnly() throws IOException {
        assertEquals("false", debug(Rendered.BASE));
        assertEquals("true", debug(Rendered.KIND));
        assertEquals("true", debug(Rendered.DEV));
        assertFalse(Rendered.of(Rendered.DEV).yaml().contains("mesh-demo"), "dev has no samples");
    }

    private static String debug(String folder) throws IOException {
        return Rendered.of(folder).workloads().stream()
                .filter(workload -> workload.name().equals("webhook"))
                .flatMap(workload -> workload.containers().getFirst().getEnv().stream())
                .filter(variable -> variable.getName().equals("MESH_DEBUG_DEFAULT"))
                .map(variable -> variable.getValue())
                .findFirst()
                .orElseThrow();
    }
}
