package mesh.bench;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the project is, found from where this code is: {@code bench/target/bench.jar}, or its folder of classes. */
public final class ProjectFolder {
    private ProjectFolder() {}

    public static Path resolve(String path) {
        try {
            var code = Path.of(ProjectFolder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolve("../../..").normalize().resolve(path);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this code's own place is not a path", e);
        }
    }
}
