package mesh.lab.cluster;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import mesh.lab.cluster.inject.InjectedManifest;
import mesh.lab.view.Failure;
import mesh.webhook.inject.InjectorSettings;

/** {@code inject}: a file in, a file out; all that is not the manifest goes to stderr. */
public final class InjectManifest {
    private InjectManifest() {}

    /** What is put into pods: the webhook's settings of the same names. */
    public interface Settings {
        String proxyImage();

        String netinitImage();

        String debugImage();

        String pullPolicy();

        String controlPlane();

        boolean debug();
    }

    /**
     * @param file a path, or {@code -} for stdin
     * @param version of the mesh, noted on each pod
     */
    public static int print(String file, String version, Settings settings) throws IOException {
        var injected = InjectedManifest.of(
                read(file),
                new InjectorSettings(
                        version,
                        settings.netinitImage(),
                        settings.proxyImage(),
                        settings.debugImage(),
                        settings.pullPolicy(),
                        settings.controlPlane(),
                        settings.debug()));
        injected.warnings().forEach(warning -> System.err.println("warning: " + warning));
        injected.refusals().forEach(refusal -> System.err.println("refused: " + refusal));
        if (!injected.refusals().isEmpty()) {
            System.err.println("nothing is printed, so that nothing is applied by half");
            return 1;
        }
        System.out.print(injected.text());
        return 0;
    }

    private static String read(String file) throws IOException {
        try {
            return file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new Failure(file + ": there is no such file", e);
        } catch (MalformedInputException e) {
            throw new Failure(file + ": it is not text in UTF-8", e);
        }
    }
}
