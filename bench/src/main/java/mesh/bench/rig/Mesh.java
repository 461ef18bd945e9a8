package mesh.bench.rig;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Our proxy, with the JVM flags that belong to it. A variant has another name, and other arguments or another jar.
 *
 * @param jar proxy-loom.jar; beside it the flags, proxy.jvm
 * @param arguments beyond the ports
 * @param controlPlane controlplane.jar, when it is to route requests to a service; else it dials original destinations
 */
public record Mesh(String name, Path jar, List<String> arguments, Optional<Path> controlPlane) implements Subject {
    public static final String OURS = "mesh";

    public Mesh(String name, Path jar, List<String> arguments) {
        this(name, jar, arguments, Optional.empty());
    }

    public static Mesh find(Path jar) throws MissingPeerException {
        if (!Files.isReadable(jar)) {
            throw new MissingPeerException(
                    "there is no %s; `mvn -DskipTests package` makes it, --proxy-jar names another".formatted(jar));
        }
        return new Mesh(OURS, jar, List.of());
    }

    /** The same proxy, told by a control plane of a service whose requests it splits and balances. */
    public Mesh routing(Path controlPlaneJar) throws MissingPeerException {
        if (!Files.isReadable(controlPlaneJar)) {
            throw new MissingPeerException(
                    "there is no %s; `mvn -DskipTests package` makes it".formatted(controlPlaneJar));
        }
        return new Mesh(name, jar, arguments, Optional.of(controlPlaneJar));
    }

    /** From {@code NAME=[JAR] [ARGUMENT…]}. @throws IllegalArgumentException when it has no name */
    public Mesh variant(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("`%s` is not NAME=[JAR] [ARGUMENT…]".formatted(text));
        }
        var words = new ArrayList<>(List.of(text.substring(equals + 1).strip().split("\\s+")));
        words.removeIf(String::isEmpty);
        var its = !words.isEmpty() && words.getFirst().endsWith(".jar") ? Path.of(words.removeFirst()) : jar;
        return new Mesh(text.substring(0, equals), its.toAbsolutePath(), List.copyOf(words), controlPlane);
    }

    @Override
    public String version() {
        return "this working tree, Java " + Runtime.version();
    }

    @Override
    public String does() {
        var how = arguments.isEmpty() ? "with its defaults" : String.join(" ", arguments);
        var where = controlPlane.isPresent()
                ? "routes to a service with a 90/10 split over two endpoints, balances"
                : "dials the original destination";
        return "proxy-loom %s; %s; access log off, stories and metrics on".formatted(how, where);
    }

    @Override
    public List<String> command(Path folder) throws IOException {
        var copy = Files.copy(jar, folder.resolve("proxy-loom.jar")); // the folder of the build may be closed to it
        var flags = Files.copy(jar.resolveSibling("proxy.jvm"), folder.resolve("proxy.jvm"));
        var line = new ArrayList<>(List.of(Jvm.java(), "@" + flags, "-jar", copy.toString()));
        line.addAll(List.of("--outbound", "" + OUTBOUND, "--inbound", "" + INBOUND, "--access-log", "off"));
        if (controlPlane.isPresent()) {
            line.addAll(List.of("--control-plane", "127.0.0.1:" + ControlPlane.GRPC));
            line.addAll(List.of("--pod", "bench-1", "--namespace", "default", "--workload", "bench"));
        }
        line.addAll(arguments);
        return line;
    }

    @Override
    public InetSocketAddress httpServer() {
        return controlPlane.isPresent()
                ? new InetSocketAddress(Manifests.VIP, Manifests.PORT)
                : Subject.super.httpServer();
    }
}
