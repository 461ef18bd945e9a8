package mesh.lab.pod;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.lab.view.Failure;

/**
 * What the build made, as far as pods need it.
 *
 * @param home the folder of the sources
 */
public record Build(Path home) {
    /** System property with the folder of the sources; the launcher sets it. */
    public static final String HOME_PROPERTY = "mesh.home";

    static final String PROXY_JAR = "proxy-loom.jar";
    static final String PROXY_JVM = "proxy.jvm";
    static final String SAMPLE_JAR = "sample-app.jar";
    static final String CONTROL_PLANE_JAR = "controlplane.jar";

    /** By the property, else from where this class was loaded: {@code HOME/lab/target/lab.jar}. */
    public static Build located() {
        var home = System.getProperty(HOME_PROPERTY);
        if (home != null) {
            return new Build(Path.of(home));
        }
        try {
            var code = Path.of(Build.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new Build(code.getParent().getParent().getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of our own classes is no path", e);
        }
    }

    /** @throws Failure naming what is not built */
    public void requireComplete() throws Failure {
        for (var file : files()) {
            if (!Files.isReadable(file)) {
                throw new Failure(
                        "not built: %s is missing. `./mesh` builds what it needs; by hand: `mvn package -DskipTests`."
                                .formatted(file));
            }
        }
    }

    public void copyTo(Path folder) throws IOException {
        for (var file : files()) {
            Wiring.readableForAll(Files.copy(file, folder.resolve(file.getFileName())), "rw-r--r--");
        }
    }

    private java.util.List<Path> files() {
        var proxy = home.resolve("proxy-loom/target");
        return java.util.List.of(
                proxy.resolve(PROXY_JAR),
                proxy.resolve(PROXY_JVM),
                home.resolve("sample-app/target").resolve(SAMPLE_JAR),
                home.resolve("controlplane/target").resolve(CONTROL_PLANE_JAR));
    }
}
