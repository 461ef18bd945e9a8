package mesh.netinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import java.io.IOException;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.DockerStatus;

/** netinit's image as a pod runs it: an init container with NET_ADMIN beside one that holds the network. */
@NeedsRoot
@Timeout(180)
class NetinitContainerTest {
    private static DockerDaemon daemon;
    private static String base;
    private static String image;

    @BeforeAll
    static void buildTheImages() throws Exception {
        daemon = DockerDaemon.running();
        base = NetinitImage.base();
        image = NetinitImage.on(base);
    }

    @AfterAll
    static void stopTheDaemon() {
        if (daemon != null) {
            daemon.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theInitContainerCapturesItsPod(Backend backend) throws Exception {
        try (var pod = pod()) {
            pod.start();

            var applied = init(pod, "apply", "--backend", backend.word());

            assertEquals(0, applied.exit(), applied.out());
            assertTrue(applied.out().contains("iptables-" + backend.word() + "  rules installed"), applied.out());
            assertTrue(
                    applied.out().contains("close-wait timeout could not be set"),
                    applied.out()); // /proc/sys is read-only
            var saved = saved(pod, backend);
            assertTrue(saved.contains("-A MESH_REDIRECT_OUTBOUND -p tcp"), saved);

            assertTrue(init(pod, "apply").out().contains("nothing changed"));
            assertEquals(saved, saved(pod, backend));

            assertEquals(0, init(pod, "cleanup").exit());
            assertFalse(saved(pod, backend).contains("MESH_"));
        }
    }

    @Test
    void withoutNetAdminItFailsAndSaysWhatIsMissing() throws Exception {
        try (var pod = pod()) {
            pod.start();
            var applied = run(container(image).withNetworkMode("container:" + pod.getContainerId()), "apply");
            assertEquals(1, applied.exit(), applied.out());
            assertTrue(applied.out().contains("CAP_NET_ADMIN is not effective"), applied.out());
        }
    }

    private static GenericContainer<?> pod() {
        return withNetAdmin(container(base)).withNetworkMode("none").withCommand("sleep", "600");
    }

    private static Printed init(GenericContainer<?> pod, String... arguments) {
        return run(withNetAdmin(container(image)).withNetworkMode("container:" + pod.getContainerId()), arguments);
    }

    private static GenericContainer<?> container(String name) {
        return new GenericContainer<>(DockerImageName.parse(name));
    }

    /** As a careful pod has it: root without any rights but these. The legacy programs open a raw socket. */
    private static GenericContainer<?> withNetAdmin(GenericContainer<?> container) {
        return container.withCreateContainerCmdModifier(create -> create.getHostConfig()
                .withCapDrop(Capability.ALL)
                .withCapAdd(Capability.NET_ADMIN, Capability.NET_RAW));
    }

    private static Printed run(GenericContainer<?> container, String... arguments) {
        try (container) {
            container
                    .withCommand(arguments)
                    .withStartupCheckStrategy(new ItHasEnded())
                    .start();
            var state = container.getCurrentContainerInfo().getState();
            return new Printed(Math.toIntExact(state.getExitCodeLong()), container.getLogs(), "");
        }
    }

    /** An init container has done its work when it is gone, whatever its exit status: the test looks at that. */
    private static final class ItHasEnded extends StartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(DockerClient docker, String container) {
            return DockerStatus.isContainerStopped(getCurrentState(docker, container))
                    ? StartupStatus.SUCCESSFUL
                    : StartupStatus.NOT_YET_KNOWN;
        }
    }

    private static String saved(GenericContainer<?> pod, Backend backend) throws IOException, InterruptedException {
        var result = pod.execInContainer("iptables-" + backend.word() + "-save");
        assertEquals(0, result.getExitCode(), result.toString());
        return result.getStdout().replaceAll("(?m)^#.*\n", "");
    }
}
