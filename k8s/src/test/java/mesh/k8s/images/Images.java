package mesh.k8s.images;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.command.InspectImageResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mesh.testkit.KubeScripts;
import org.testcontainers.DockerClientFactory;

/** Our images, built once for all tests by the command that users build them with, from the jars of this build. */
final class Images {
    static final List<String> ALL =
            List.of("netinit", "proxy-loom", "controlplane", "webhook", "sample-app", "mesh-debug");

    /** Not dev: that may be what a cluster of this machine runs. */
    private static final String TAG = "test";

    private static final Duration BUILD = Duration.ofMinutes(10);
    private static final Set<String> built = new HashSet<>();

    private Images() {}

    /** Builds those that are not built yet; without a docker that answers, the test is skipped. */
    static synchronized void build(String... names) throws Exception {
        requireDocker();
        var missing = new ArrayList<>(List.of(names));
        missing.removeAll(built);
        if (missing.isEmpty()) {
            return;
        }
        requireBases();
        var command = new ArrayList<>(List.of("./mesh", "images", "--tag", TAG));
        for (var name : missing) {
            command.addAll(List.of("--only", name));
        }
        run(command);
        built.addAll(missing);
    }

    static String name(String name) {
        return "diy-service-mesh/" + name + ":" + TAG;
    }

    static InspectImageResponse inspect(String name) {
        return DockerClientFactory.lazyClient().inspectImageCmd(name(name)).exec();
    }

    private static void requireDocker() throws IOException {
        if (!answers() && KubeScripts.areHere()) {
            KubeScripts.run(Map.of(), Duration.ofMinutes(2), "docker-daemon", "up");
        }
        assumeTrue(answers(), "no dockerd answers at /var/run/docker.sock");
    }

    private static boolean answers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** Else the build pulls them. */
    private static void requireBases() throws IOException {
        if (Files.isExecutable(KubeScripts.FOLDER.resolve("base-images"))) {
            KubeScripts.run(Map.of(), Duration.ofMinutes(5), "base-images");
        }
    }

    private static void run(List<String> command) throws Exception {
        var log = Path.of("target/images.log");
        Files.createDirectories(log.getParent());
        var builder = new ProcessBuilder(command)
                .directory(KubeScripts.PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("MESH_JARS_BUILT", "1");
        var process = builder.start();
        if (!process.waitFor(BUILD.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        int exit = process.waitFor();
        var said = Files.readString(log);
        assumeTrue(exit == 0 || !said.contains("pull access denied"), "a base image is not here and cannot be pulled");
        if (exit != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + said);
        }
        System.out.println(said);
    }
}
