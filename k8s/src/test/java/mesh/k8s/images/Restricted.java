package mesh.k8s.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.model.Capability;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Containers as a careful pod has them: nothing can be written, no capability, no new rights. */
final class Restricted {
    /** How long a container may take to end after SIGTERM. */
    private static final Duration END = Duration.ofSeconds(2);

    /** How long one may take to be ready on a machine that does much else. */
    private static final Duration START = Duration.ofSeconds(60);

    private Restricted() {}

    /** With a network of its own, in which there is only loopback; what answers there is {@link #get asked} from inside. */
    static GenericContainer<?> pod(String image, String... arguments) {
        return container(image, "none", arguments);
    }

    /** In the network of another. */
    static GenericContainer<?> beside(GenericContainer<?> pod, String image, String... arguments) {
        return container(image, "container:" + pod.getContainerId(), arguments);
    }

    private static GenericContainer<?> container(String image, String network, String... arguments) {
        var container = new GenericContainer<>(DockerImageName.parse(Images.name(image))).withNetworkMode(network);
        if (arguments.length > 0) {
            container.withCommand(arguments);
        }
        return container.withCreateContainerCmdModifier(create -> create.getHostConfig()
                .withCapDrop(Capability.ALL)
                .withReadonlyRootfs(true)
                .withSecurityOpts(List.of("no-new-privileges")));
    }

    /** Adds what netinit and mesh-debug get; they are root. */
    static GenericContainer<?> withNetAdmin(GenericContainer<?> container) {
        return container.withCreateContainerCmdModifier(
                create -> create.getHostConfig().withCapAdd(Capability.NET_ADMIN, Capability.NET_RAW));
    }

    /** An HTTP request by the bash of a container, to its own loopback. @return the whole answer */
    static String get(GenericContainer<?> from, int port, String path) throws IOException, InterruptedException {
        var script = """
                exec 3<>/dev/tcp/127.0.0.1/%d
                printf 'GET %s HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3
                timeout 2 cat <&3 || true
                """.formatted(port, path);
        return from.execInContainer("bash", "-c", script).getStdout();
    }

    static void awaitReady(GenericContainer<?> from, int port) throws Exception {
        await(() -> get(from, port, "/ready"), answer -> answer.startsWith("HTTP/1.1 200"));
    }

    static void await(Callable<String> look, Predicate<String> wanted) throws Exception {
        long deadline = System.nanoTime() + START.toNanos();
        var seen = look.call();
        while (!wanted.test(seen)) {
            assertTrue(System.nanoTime() < deadline, "not so within " + START + ": " + seen);
            Thread.sleep(100); // between two looks
            seen = look.call();
        }
    }

    /** SIGTERM, as the kubelet sends it. */
    static void endsInTime(GenericContainer<?> container, long exit) {
        var docker = DockerClientFactory.lazyClient();
        long began = System.nanoTime();
        docker.stopContainerCmd(container.getContainerId()).withTimeout(20).exec();
        var took = Duration.ofNanos(System.nanoTime() - began);
        var state =
                docker.inspectContainerCmd(container.getContainerId()).exec().getState();
        assertEquals(exit, state.getExitCodeLong(), container::getLogs);
        assertTrue(took.compareTo(END) < 0, () -> "it ended only after " + took.toMillis() + " ms");
    }

    /** The process of the container, as the machine sees it. */
    static long pid(GenericContainer<?> container) {
        return container.getCurrentContainerInfo().getState().getPidLong();
    }
}
